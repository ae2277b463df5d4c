package io.github.singletonsnap.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.singletonsnap.chaos.KernelLocks.FileId;

import org.springframework.util.FileSystemUtils;

/**
 * A lock directory that the monkey has replaced, until nobody locks in it any more. A
 * unit looks once a second whether its directory is the one at the path, so that is what
 * it may take.
 */
final class MovedDirectory {

	private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(2);

	private final Path path;

	private final Fleet fleet;

	private final long since = System.nanoTime();

	private final List<FileId> files = new ArrayList<>();

	private final List<FileId> notSeenFree;

	MovedDirectory(Path path, Fleet fleet) throws IOException {
		this.path = path;
		this.fleet = fleet;
		for (Guarded guarded : Guarded.values()) {
			Path lock = guarded.lockIn(path);
			if (Files.exists(lock)) {
				this.files.add(FileId.of(lock));
			}
		}
		this.notSeenFree = new ArrayList<>(this.files);
	}

	/**
	 * Whether that takes longer than anyone may lock in it.
	 */
	boolean isOverdue(Duration patience) {
		return System.nanoTime() - this.since > LOOK_NANOS + patience.toNanos();
	}

	boolean isDeserted() throws IOException {
		if (System.nanoTime() - this.since < LOOK_NANOS) {
			return false;
		}
		for (FileId file : List.copyOf(this.notSeenFree)) {
			if (KernelLocks.holders(file).isEmpty()) {
				this.notSeenFree.remove(file);
			}
		}
		return this.notSeenFree.isEmpty() && !KernelLocks.isOpenAmongForeigners(this.files, this.fleet);
	}

	void delete() throws IOException {
		FileSystemUtils.deleteRecursively(this.path);
	}

}
