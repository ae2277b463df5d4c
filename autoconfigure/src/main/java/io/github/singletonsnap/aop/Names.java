package io.github.singletonsnap.aop;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.singletonsnap.LockedOperation;
import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.SnapLock;
import io.github.singletonsnap.name.SnapNames;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * The names of what is locked, each constant or found anew at each call.
 *
 * @param kind what they are names of
 * @param constants those that are the same for each call
 * @param templates those that are not
 * @param <T> what a name is
 */
record Names<T extends Comparable<? super T>>(Kind<T> kind, SortedSet<T> constants, List<Template<T>> templates) {

	int count() {
		return this.constants.size() + this.templates.size();
	}

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
	 * @param acquisition acquires what the names are of
	 * @param <T> what a name is
	 */
	record Kind<T extends Comparable<? super T>>(Function<String, T> check, Acquisition<T> acquisition) {

		static final Kind<String> SNAP = lock(SnapNames::checkSnap,
				(operation, snaps) -> operation.snaps(snaps).acquire());

		static final Kind<String> REMOVAL = lock(SnapNames::checkSnap, Kind::leave);

		static final Kind<Path> CONFIG = lock((text) -> SnapNames.checkConfig(Path.of(text)),
				(operation, configs) -> operation.config(configs).acquire());

		private static <T extends Comparable<? super T>> Kind<T> lock(Function<String, T> check,
				BiFunction<LockedOperation, SortedSet<T>, SnapLock> acquisition) {
			return new Kind<>(check,
					(locks, manager, names) -> locks.answer(acquisition.apply(locks.operation(manager), names)));
		}

		/**
		 * Permits of rollouts.
		 */
		static Kind<String> permit(Supplier<PermitSource> source) {
			return new Kind<>(SnapNames::checkRolloutGroup,
					(locks, manager, groups) -> permit(source.get(), locks, groups));
		}

		private static @Nullable SnapLock permit(PermitSource source, Locks<String> locks, SortedSet<String> groups) {
			if (groups.size() > 1) {
				throw new IllegalArgumentException(
						"cannot have permits of " + groups + " for one call: one method is part of one rollout");
			}
			return source.acquire(groups.first(), locks.timeout(), locks.skips());
		}

		private static SnapLock leave(LockedOperation operation, SortedSet<String> snaps) {
			if (snaps.size() > 1) {
				throw new IllegalArgumentException("cannot remove " + snaps + " in one call: a removal is of one snap");
			}
			return operation.leave(snaps.first());
		}

	}

	/**
	 * How what has names is acquired.
	 *
	 * @param <T> what a name is
	 */
	interface Acquisition<T extends Comparable<? super T>> {

		/**
		 * Returns {@code null} if the call is to be skipped.
		 */
		@Nullable SnapLock acquire(Locks<T> locks, SingletonSnapManager manager, SortedSet<T> names);

	}

}
