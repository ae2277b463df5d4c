package io.github.singletonsnap.aop;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
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

	private final ParameterNameDiscoverer parameterNames = new DefaultParameterNameDiscoverer();

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

	EvaluationContext context(MethodInvocation invocation) {
		Object target = invocation.getThis();
		Method method = AopUtils.getMostSpecificMethod(invocation.getMethod(),
				(target != null) ? target.getClass() : null);
		MethodBasedEvaluationContext context = new MethodBasedEvaluationContext(
				new Root(method, target, Arrays.asList(invocation.getArguments())), method, invocation.getArguments(),
				this.parameterNames);
		context.setPropertyAccessors(this.properties);
		context.setBeanResolver(this.beans);
		return context;
	}

	/**
	 * The names of a method's parameters, {@code null} if it was compiled without them.
	 */
	String @Nullable [] parameterNames(Method method) {
		return this.parameterNames.getParameterNames(method);
	}

	/**
	 * What an expression finds as {@code #root}.
	 *
	 * @param method the method that is called
	 * @param target the bean
	 * @param args the arguments
	 */
	record Root(Method method, @Nullable Object target, List<Object> args) {

	}

}
