package io.github.singletonsnap.aop;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.singletonsnap.aop.Expressions.Parameters;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.expression.EvaluationContext;
import org.springframework.expression.EvaluationException;
import org.springframework.expression.Expression;
import org.springframework.expression.ParseException;
import org.springframework.expression.common.CompositeStringExpression;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.VariableReference;
import org.springframework.expression.spel.standard.SpelExpression;

/**
 * A name with expressions in it, such as <code>#{#request.snap}</code>, of one method.
 *
 * @param <T> what a name is
 */
final class Template<T extends Comparable<? super T>> {

	private final Function<String, T> check;

	private final String text;

	private final List<Expression> parts;

	private final Expressions expressions;

	private final Parameters parameters;

	private Template(Function<String, T> check, String text, List<Expression> parts, Expressions expressions,
			Parameters parameters) {
		this.check = check;
		this.text = text;
		this.parts = parts;
		this.expressions = expressions;
		this.parameters = parameters;
	}

	static boolean isTemplate(String text) {
		return text.contains("#{");
	}

	/**
	 * Parses the text, and checks what can be checked before a call.
	 */
	static <T extends Comparable<? super T>> Template<T> parse(String text, Function<String, T> check,
			Parameters parameters, Expressions expressions) {
		try {
			Expression whole = expressions.parse(text);
			// Part by part, as the whole leaves out those that are null
			List<Expression> parts = (whole instanceof CompositeStringExpression composite)
					? List.of(composite.getExpressions()) : List.of(whole);
			checkVariables(text, parts, parameters.method(), parameters.names());
			return new Template<>(check, text, parts, expressions, parameters);
		}
		catch (ParseException ex) {
			throw new UnusableGuardException("its expression \"" + text + "\" cannot be parsed: " + ex.getMessage(),
					"Correct the expression", ex);
		}
	}

	private static void checkVariables(String text, List<Expression> parts, Method method,
			String @Nullable [] parameterNames) {
		List<String> names = (parameterNames != null) ? List.of(parameterNames) : List.of();
		forEachVariable(parts, (variable) -> {
			if (!names.contains(variable) && !isKnown(variable, method.getParameterCount())) {
				throw new UnusableGuardException(
						"its expression \"" + text + "\" uses #" + variable
								+ ((parameterNames != null) ? ", but its parameters are " + names
										: ", but it was compiled without the names of its parameters"),
						(parameterNames != null) ? "Correct the name"
								: "Compile with -parameters, or use the place of the argument: #p0",
						null);
			}
		});
	}

	private static boolean isKnown(String variable, int parameters) {
		if (variable.equals("root") || variable.equals("this")) {
			return true;
		}
		return variable.matches("[ap]\\d{1,3}") && Integer.parseInt(variable.substring(1)) < parameters;
	}

	private static void forEachVariable(List<Expression> parts, Consumer<String> action) {
		for (Expression part : parts) {
			if (part instanceof SpelExpression expression) {
				forEachVariable(expression.getAST(), action);
			}
		}
	}

	private static void forEachVariable(SpelNode node, Consumer<String> action) {
		if (node instanceof VariableReference variable) {
			action.accept(variable.toStringAST().substring("#".length()));
		}
		for (int i = 0; i < node.getChildCount(); i++) {
			forEachVariable(node.getChild(i), action);
		}
	}

	/**
	 * Adds the names that it gives at one call, checked.
	 */
	void addTo(Collection<T> names, MethodInvocation invocation) {
		EvaluationContext context = this.expressions.context(invocation, this.parameters);
		List<String> texts = List.of("");
		for (Expression part : this.parts) {
			List<String> more = evaluate(part, context);
			texts = texts.stream().flatMap((text) -> more.stream().map(text::concat)).toList();
		}
		for (String text : texts) {
			try {
				names.add(this.check.apply(text));
			}
			catch (IllegalArgumentException ex) {
				throw refused("gives a name that cannot be locked: " + ex.getMessage(), ex);
			}
		}
	}

	private List<String> evaluate(Expression part, EvaluationContext context) {
		Object value;
		try {
			value = part.getValue(context);
		}
		catch (EvaluationException ex) {
			throw refused("cannot be evaluated: " + ex.getMessage(), ex);
		}
		if (value == null) {
			throw refused("gives null", null);
		}
		try {
			return NameConverter.texts(value);
		}
		catch (IllegalArgumentException ex) {
			throw refused(ex.getMessage(), null);
		}
	}

	private IllegalArgumentException refused(@Nullable String reason, @Nullable Exception cause) {
		return new IllegalArgumentException("cannot run " + Methods.describe(this.parameters.method())
				+ " under its lock: the expression \"" + this.text + "\" " + reason, cause);
	}

}
