package io.github.singletonsnap.aop;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;

import io.github.singletonsnap.aop.Expressions.Parameters;
import org.aopalliance.intercept.MethodInvocation;

import org.springframework.expression.EvaluationContext;

/**
 * The names that one annotation gives, each constant or found anew at each call.
 */
final class Values {

	private final SortedSet<String> constants;

	private final List<Template> templates;

	private final Supplier<Expressions> expressions;

	private final Parameters parameters;

	Values(SortedSet<String> constants, List<Template> templates, Supplier<Expressions> expressions,
			Parameters parameters) {
		this.constants = constants;
		this.templates = templates;
		this.expressions = expressions;
		this.parameters = parameters;
	}

	/**
	 * Returns them in the order in which they are locked.
	 */
	SortedSet<String> resolve(MethodInvocation invocation) {
		if (this.templates.isEmpty()) {
			return this.constants;
		}
		SortedSet<String> values = new TreeSet<>(this.constants);
		EvaluationContext context = this.expressions.get().context(invocation, this.parameters);
		for (Template template : this.templates) {
			values.add(template.evaluate(context));
		}
		return values;
	}

}
