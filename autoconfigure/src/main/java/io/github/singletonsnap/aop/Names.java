package io.github.singletonsnap.aop;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.singletonsnap.LockedOperation;
import io.github.singletonsnap.SingletonSnapManager;
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

	int count() {
		return this.constants.size() + this.templates.size();
	}

	/**
	 * What names are of, and what is done with them.
	 *
	 * @param check makes a name of a text, and throws if it is not valid
	 * @param asking asks for what the names are of
	 * @param <T> what a name is
	 */
	record Kind<T extends Comparable<? super T>>(Function<String, T> check, Asking<T> asking) {

		static final Kind<String> SNAP = lock(SnapNames::checkSnap, LockedOperation::snaps,
				(operation, snaps) -> operation.acquire());

		static final Kind<String> REMOVAL = lock(SnapNames::checkSnap, LockedOperation::snaps, Kind::leave);

		static final Kind<Path> CONFIG = lock((text) -> SnapNames.checkConfig(Path.of(text)), LockedOperation::config,
				(operation, configs) -> operation.acquire());

		/**
		 * Permits of rollouts.
		 */
		static Kind<String> permit(Supplier<PermitSource> source) {
			return new Kind<>(SnapNames::checkRolloutGroup, (locks, manager, groups) -> permit(source, locks, groups));
		}

		private static <T extends Comparable<? super T>> Kind<T> lock(Function<String, T> check,
				BiConsumer<LockedOperation, SortedSet<T>> naming,
				BiFunction<LockedOperation, SortedSet<T>, SnapLock> acquisition) {
			return new Kind<>(check,
					(locks, manager, names) -> locks.request(manager, (operation) -> naming.accept(operation, names),
							(operation) -> acquisition.apply(operation, names)));
		}

		private static Locks.Request permit(Supplier<PermitSource> source, Locks<String> locks,
				SortedSet<String> groups) {
			if (groups.size() > 1) {
				throw new IllegalArgumentException(
						"cannot have permits of " + groups + " for one call: one method is part of one rollout");
			}
			String group = groups.first();
			return new Locks.Request(locks.operation(), () -> source.get().isHeld(group),
					() -> source.get().acquire(group, locks.timeout(), locks.skips()));
		}

		private static SnapLock leave(LockedOperation operation, SortedSet<String> snaps) {
			if (snaps.size() > 1) {
				throw new IllegalArgumentException("cannot remove " + snaps + " in one call: a removal is of one snap");
			}
			return operation.leave(snaps.first());
		}

	}

	/**
	 * How what has names is asked for.
	 *
	 * @param <T> what a name is
	 */
	interface Asking<T extends Comparable<? super T>> {

		Locks.Request prepare(Locks<T> locks, SingletonSnapManager manager, SortedSet<T> names);

	}

}
