package io.github.singletonsnap.chaos;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

import io.github.singletonsnap.chaos.KernelLocks.FileId;
import org.jspecify.annotations.Nullable;

/**
 * Lock files that the monkey has taken from their paths, until no program has them open
 * that does not look at the path.
 */
final class Orphans {

	private static final int SEEN_GONE = 2;

	private final Arena arena;

	private final Fleet fleet;

	private final Journal journal;

	private final List<Orphan> all = new ArrayList<>();

	Orphans(Arena arena, Fleet fleet, Journal journal) {
		this.arena = arena;
		this.fleet = fleet;
		this.journal = journal;
	}

	/**
	 * Unlinks or renames the lock file, whether it is held or not.
	 * @return whether it was there
	 */
	boolean make(Guarded guarded, boolean rename) throws IOException {
		Path lock = guarded.lockIn(this.arena.locks());
		if (this.all.stream().anyMatch((orphan) -> orphan.guarded == guarded)) {
			return false;
		}
		Orphan orphan;
		try {
			// Open, so that no new file gets its inode
			orphan = new Orphan(guarded, FileId.of(lock), new FileInputStream(lock.toFile()), this.arena.aside());
		}
		catch (NoSuchFileException | FileNotFoundException ex) {
			return false;
		}
		this.all.add(orphan);
		this.journal.append("orphaned", guarded.id());
		try {
			take(lock, rename ? orphan.aside : null);
		}
		finally {
			List<Long> holders = KernelLocks.holders(orphan.file);
			this.journal.append("orphan-held", guarded.id(),
					holders.isEmpty() ? "-" : this.fleet.actorOf(holders.get(0)));
		}
		return true;
	}

	private void take(Path lock, @Nullable Path aside) throws IOException {
		try {
			if (aside != null) {
				Files.move(lock, aside, StandardCopyOption.ATOMIC_MOVE);
			}
			else {
				Files.delete(lock);
			}
		}
		catch (NoSuchFileException ex) {
			// Another program that unlinks was first
		}
	}

	void look() throws IOException {
		for (Orphan orphan : List.copyOf(this.all)) {
			orphan.seenGone = KernelLocks.isOpenAmongForeigners(List.of(orphan.file), this.fleet) ? 0
					: orphan.seenGone + 1;
			if (orphan.seenGone == SEEN_GONE) {
				this.journal.append("orphan-gone", orphan.guarded.id());
				orphan.open.close();
				forget(orphan.aside);
				this.all.remove(orphan);
			}
		}
	}

	private static void forget(Path aside) throws IOException {
		try {
			Files.deleteIfExists(aside);
		}
		catch (FileSystemException ex) {
			// Read-only just now: it is small, and may stay
		}
	}

	boolean isEmpty() {
		return this.all.isEmpty();
	}

	private static final class Orphan {

		private final Guarded guarded;

		private final FileId file;

		private final FileInputStream open;

		private final Path aside;

		private int seenGone;

		Orphan(Guarded guarded, FileId file, FileInputStream open, Path aside) {
			this.guarded = guarded;
			this.file = file;
			this.open = open;
			this.aside = aside;
		}

	}

}
