package io.github.singletonsnap.aop;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.github.singletonsnap.LockedOperation;
import io.github.singletonsnap.SnapLock;
import io.github.singletonsnap.name.SnapNames;
import org.aopalliance.intercept.MethodInvocation;

/**
 * The names of what is locked, each constant or found anew at each call.
 *
 * @param kind what they are names of
 * @param constants those that are the same for each call
 * @param templates those that are not
 * @param <T> what a name is
 */
record Names<T extends Comparable<? super T>>(Kind<T> kind, SortedSet<T> constants, List<Template<T>> templates) {

	/**
	 * Returns them in the order in which they are locked.
	 */
	SortedSet<T> resolve(MethodInvocation invocation) {
		if (this.templates.isEmpty()) {
			return this.constants;
		}
		SortedSet<T> names = new TreeSet<>(this.constants);
		for (Template<T> template : this.templates) {
			template.addTo(names, invocation);
		}
		return names;
	}

	/**
	 * What names are of, and what is done with them.
	 *
	 * @param check makes a name of a text, and throws if it is not valid
	 * @param naming tells an operation what it is to lock
	 * @param acquisition acquires the locks of an operation that was told
	 * @param <T> what a name is
	 */
	record Kind<T>(Function<String, T> check, BiConsumer<LockedOperation, SortedSet<T>> naming,
			BiFunction<LockedOperation, SortedSet<T>, SnapLock> acquisition) {

		static final Kind<String> SNAP = new Kind<>(SnapNames::checkSnap, LockedOperation::snaps,
				(operation, snaps) -> operation.acquire());

		static final Kind<String> REMOVAL = new Kind<>(SnapNames::checkSnap, LockedOperation::snaps, Kind::leave);

		static final Kind<Path> CONFIG = new Kind<>((text) -> SnapNames.checkConfig(Path.of(text)),
				LockedOperation::config, (operation, configs) -> operation.acquire());

		private static SnapLock leave(LockedOperation operation, SortedSet<String> snaps) {
			if (snaps.size() > 1) {
				throw new IllegalArgumentException("cannot remove " + snaps + " in one call: a removal is of one snap");
			}
			return operation.leave(snaps.first());
		}

	}

}
