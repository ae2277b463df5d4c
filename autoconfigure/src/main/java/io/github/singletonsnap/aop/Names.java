package io.github.singletonsnap.aop;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

import org.aopalliance.intercept.MethodInvocation;

/**
 * The names of what is acquired, each constant or found anew at each call.
 *
 * @param constants those that are the same for each call
 * @param templates those that are not
 * @param <T> what a name is
 */
record Names<T extends Comparable<? super T>>(SortedSet<T> constants, List<Template<T>> templates) {

	static <T extends Comparable<? super T>> Names<T> none() {
		return new Names<>(new TreeSet<T>(), List.of());
	}

	/**
	 * Returns them in the order in which they are locked.
	 */
	SortedSet<T> at(MethodInvocation invocation) {
		if (this.templates.isEmpty()) {
			return this.constants;
		}
		SortedSet<T> names = new TreeSet<>(this.constants);
		for (Template<T> template : this.templates) {
			template.addTo(names, invocation);
		}
		return names;
	}

	int count() {
		return this.constants.size() + this.templates.size();
	}

}
