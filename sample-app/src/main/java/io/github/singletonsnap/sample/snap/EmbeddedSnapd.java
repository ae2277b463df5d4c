package io.github.singletonsnap.sample.snap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

/**
 * A stand-in for snapd, for machines without one. Its state is a directory that any
 * number of processes share, with a directory for each installed snap. Like snapd it
 * takes a while for each change, and refuses a second change of a snap at once: nothing
 * here ever waits for another process.
 */
final class EmbeddedSnapd implements SnapClient {

	private static final String REVISION = "revision";

	private final Path state;

	private final Runnable work;

	/**
	 * Create a stand-in.
	 * @param state the directory of its state
	 * @param work what a change does while it takes its time
	 */
	EmbeddedSnapd(Path state, Runnable work) {
		this.state = state;
		this.work = work;
	}

	@Override
	public boolean isInstalled(String snap, OptionalInt revision) {
		try {
			String installed = installedRevision(snap);
			if (installed == null) {
				return false;
			}
			// After the question, which may have come in the middle of a change
			findFreeMark(snap);
			return revision.isEmpty() || installed.equals(String.valueOf(revision.getAsInt()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private @Nullable String installedRevision(String snap) throws IOException {
		try {
			return Files.readString(this.state.resolve(snap).resolve(REVISION));
		}
		catch (NoSuchFileException ex) {
			return null;
		}
	}

	@Override
	public void install(String snap, OptionalInt revision) {
		change(snap, "install-snap", () -> {
			String installed = installedRevision(snap);
			Path dir = Files.createDirectories(this.state.resolve(snap));
			this.work.run();
			Path draft = Files.writeString(dir.resolve(REVISION + ".draft"),
					revision.isPresent() ? String.valueOf(revision.getAsInt()) : nextLocalRevision(installed));
			// Whoever dies before has not installed it
			Files.move(draft, dir.resolve(REVISION), StandardCopyOption.ATOMIC_MOVE);
		});
	}

	private static String nextLocalRevision(@Nullable String installed) {
		if (installed == null || !installed.startsWith("x")) {
			return "x1";
		}
		return "x" + (Integer.parseInt(installed.substring(1)) + 1);
	}

	@Override
	public void set(String snap, String option, String value) {
		change(snap, "configure-snap", () -> {
			if (installedRevision(snap) == null) {
				throw new SnapException("snap \"" + snap + "\" not found");
			}
			this.work.run();
			Files.writeString(this.state.resolve(snap).resolve("option-" + option), value);
		});
	}

	@Override
	public void remove(String snap) {
		change(snap, "remove-snap", () -> {
			if (Files.exists(this.state.resolve(snap))) {
				this.work.run();
				Files.deleteIfExists(this.state.resolve(snap).resolve(REVISION));
				FileSystemUtils.deleteRecursively(this.state.resolve(snap));
			}
		});
	}

	@Override
	public List<SnapTask> changesInProgress(String snap) {
		List<SnapTask> changes = new ArrayList<>();
		try (DirectoryStream<Path> marks = Files.newDirectoryStream(this.state, snap + ".change-*")) {
			for (Path path : marks) {
				describe(path, snap).ifPresent(changes::add);
			}
		}
		catch (NoSuchFileException ex) {
			// Nobody has changed anything yet
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return changes;
	}

	private static Optional<SnapTask> describe(Path path, String snap) throws IOException {
		try {
			Mark mark = Mark.read(path);
			String name = path.getFileName().toString();
			return Life.isAlive(mark.pid()) ? Optional.of(new SnapTask(name.substring(name.lastIndexOf('-') + 1),
					mark.kind(), mark.kind() + " of \"" + snap + "\"")) : Optional.empty();
		}
		catch (NoSuchFileException ex) {
			// It has just ended
			return Optional.empty();
		}
	}

	@Override
	public boolean isStandIn() {
		return true;
	}

	@Override
	public String toString() {
		return "a stand-in for snapd";
	}

	private void change(String snap, String kind, Change change) {
		try {
			Path mark = begin(snap, kind);
			try {
				change.run();
			}
			finally {
				Files.delete(mark);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Marks a change as begun by a symbolic link, which comes into being together with
	 * its text: the change's kind and process. A process that died in a change leaves its
	 * mark, which is then stepped over, never deleted: two that delete it could each
	 * believe to be next.
	 */
	private Path begin(String snap, String kind) throws IOException {
		Files.createDirectories(this.state);
		Path text = Path.of(kind + " " + ProcessHandle.current().pid());
		while (true) {
			try {
				return Files.createSymbolicLink(findFreeMark(snap), text);
			}
			catch (FileAlreadyExistsException ex) {
				// Somebody else was faster
			}
		}
	}

	private Path findFreeMark(String snap) throws IOException {
		int id = 1;
		Path mark = this.state.resolve(snap + ".change-" + id);
		while (Files.exists(mark, LinkOption.NOFOLLOW_LINKS)) {
			if (isDead(snap, mark)) {
				id++;
			}
			mark = this.state.resolve(snap + ".change-" + id);
		}
		return mark;
	}

	private boolean isDead(String snap, Path mark) throws IOException {
		try {
			Mark text = Mark.read(mark);
			if (Life.isAlive(text.pid())) {
				throw new SnapChangeConflictException(
						"snap \"" + snap + "\" has \"" + text.kind() + "\" change in progress");
			}
			return true;
		}
		catch (NoSuchFileException ex) {
			// It has just ended
			return false;
		}
	}

	private record Mark(String kind, long pid) {

		static Mark read(Path link) throws IOException {
			String[] text = Files.readSymbolicLink(link).toString().split(" ", 2);
			return new Mark(text[0], Long.parseLong(text[1]));
		}

	}

	private interface Change {

		void run() throws IOException;

	}

}
