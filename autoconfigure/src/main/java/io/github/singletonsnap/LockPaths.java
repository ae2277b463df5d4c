package io.github.singletonsnap;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The lock files of names of one kind. Each name is checked the first time, and
 * remembered as long as its lock is in use: names may come from requests, without end.
 *
 * @param <N> the type of the names
 */
final class LockPaths<N> {

	/**
	 * So many are kept, whether they are in use or not.
	 */
	static final int FEW = 256;

	private final Function<N, Path> check;

	private final Predicate<Path> inUse;

	private final ConcurrentMap<N, Path> paths = new ConcurrentHashMap<>();

	// Twice as many as were in use when it was last looked
	private volatile int most = FEW;

	LockPaths(Function<N, Path> check, Predicate<Path> inUse) {
		this.check = check;
		this.inUse = inUse;
	}

	Path of(N name) {
		Path path = this.paths.get(name);
		if (path == null) {
			path = this.check.apply(name);
			if (this.paths.size() >= this.most) {
				forget();
			}
			this.paths.put(name, path);
		}
		return path;
	}

	private synchronized void forget() {
		this.paths.values().removeIf((path) -> !this.inUse.test(path));
		this.most = Math.max(FEW, 2 * this.paths.size());
	}

	@Nullable N nameOf(Path lockFile) {
		for (Map.Entry<N, Path> entry : this.paths.entrySet()) {
			if (entry.getValue().equals(lockFile)) {
				return entry.getKey();
			}
		}
		return null;
	}

}
