package io.github.singletonsnap.aop;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.context.expression.MethodBasedEvaluationContext;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.expression.BeanResolver;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.Expression;
import org.springframework.expression.ExpressionParser;
import org.springframework.expression.ParserContext;
import org.springframework.expression.PropertyAccessor;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.DataBindingPropertyAccessor;

/**
 * What expressions are parsed by, and evaluated with.
 */
final class Expressions {

	private static final ExpressionParser PARSER = new SpelExpressionParser();

	private static final ParameterNameDiscoverer PARAMETER_NAMES = new DefaultParameterNameDiscoverer();

	private static final NameConverter CONVERTER = new NameConverter();

	// One for all calls: it remembers how each property is read, which takes three times
	// as long to find out
	private final List<PropertyAccessor> properties = List.of(DataBindingPropertyAccessor.forReadOnlyAccess());

	private final BeanResolver beans;

	Expressions(BeanFactory beans) {
		this.beans = new BeanFactoryResolver(beans);
	}

	Expression parse(String template) {
		return PARSER.parseExpression(template, ParserContext.TEMPLATE_EXPRESSION);
	}

	/**
	 * Where expressions of one method are evaluated at one call.
	 */
	EvaluationContext context(MethodInvocation invocation, Parameters parameters) {
		Object[] arguments = invocation.getArguments();
		Method method = parameters.method();
		MethodBasedEvaluationContext context = new MethodBasedEvaluationContext(
				new Root(method, invocation.getThis(), Arrays.asList(arguments)), method, arguments, parameters);
		context.setPropertyAccessors(this.properties);
		context.setBeanResolver(this.beans);
		context.setTypeConverter(CONVERTER);
		return context;
	}

	static Parameters parameters(Method method) {
		return new Parameters(method, PARAMETER_NAMES.getParameterNames(method));
	}

	/**
	 * The parameters of a method. Reflection takes longer to tell their names than an
	 * expression to be evaluated.
	 */
	static final class Parameters implements ParameterNameDiscoverer {

		private final Method method;

		private final String @Nullable [] names;

		private Parameters(Method method, String @Nullable [] names) {
			this.method = method;
			this.names = names;
		}

		Method method() {
			return this.method;
		}

		/**
		 * The names, {@code null} if the method was compiled without them.
		 */
		String @Nullable [] names() {
			return this.names;
		}

		@Override
		public String @Nullable [] getParameterNames(Method method) {
			return this.names;
		}

		@Override
		public String @Nullable [] getParameterNames(Constructor<?> constructor) {
			return null;
		}

	}

	/**
	 * What an expression finds as {@code #root}.
	 *
	 * @param method the method that is called, as it is declared where the annotation
	 * stands
	 * @param target the bean
	 * @param args the arguments
	 */
	record Root(Method method, @Nullable Object target, List<Object> args) {

	}

}
