package io.github.singletonsnap.sample.snap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import org.springframework.util.FileSystemUtils;

/**
 * A stand-in for snapd, for machines without one. Its state is a directory that any
 * number of processes share, with a directory for each installed snap. Like snapd it
 * takes a while for each change, and refuses a second change of a snap at once: nothing
 * here ever waits for another process.
 */
final class EmbeddedSnapd implements SnapClient {

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
	public boolean isInstalled(String snap) {
		return Files.exists(this.state.resolve(snap));
	}

	@Override
	public void install(String snap) {
		change(snap, "install-snap", () -> {
			Path revision = Files.createDirectories(this.state.resolve(snap)).resolve("revision");
			int installed = Files.exists(revision) ? Integer.parseInt(Files.readString(revision).substring(1)) : 0;
			this.work.run();
			Files.writeString(revision, "x" + (installed + 1));
		});
	}

	@Override
	public void set(String snap, String option, String value) {
		change(snap, "configure-snap", () -> {
			if (!isInstalled(snap)) {
				throw new SnapException("snap \"" + snap + "\" not found");
			}
			this.work.run();
			Files.writeString(this.state.resolve(snap).resolve("option-" + option), value);
		});
	}

	@Override
	public void remove(String snap) {
		change(snap, "remove-snap", () -> {
			if (isInstalled(snap)) {
				this.work.run();
				FileSystemUtils.deleteRecursively(this.state.resolve(snap));
			}
		});
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
		int id = 1;
		while (true) {
			Path mark = this.state.resolve(snap + ".change-" + id);
			try {
				return Files.createSymbolicLink(mark, text);
			}
			catch (FileAlreadyExistsException ex) {
				if (isDead(snap, mark)) {
					id++;
				}
			}
		}
	}

	private boolean isDead(String snap, Path mark) throws IOException {
		try {
			String[] text = Files.readSymbolicLink(mark).toString().split(" ", 2);
			if (ProcessHandle.of(Long.parseLong(text[1])).isPresent()) {
				throw new SnapChangeConflictException(
						"snap \"" + snap + "\" has \"" + text[0] + "\" change in progress");
			}
			return true;
		}
		catch (NoSuchFileException ex) {
			// It has just ended
			return false;
		}
	}

	private interface Change {

		void run() throws IOException;

	}

}
