package io.github.singletonsnap.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

import org.springframework.util.FileSystemUtils;

/**
 * Where it takes place. The locks are on a file system of their own, which can be filled;
 * what the judges need is not on it.
 */
final class Arena implements AutoCloseable {

	private static final byte[] MUCH = new byte[4096];

	private final Path root;

	private final Path disk;

	private final boolean mounted;

	private int moved;

	private boolean kept;

	private Arena(Path root, boolean mounted) {
		this.root = root;
		this.disk = root.resolve("disk");
		this.mounted = mounted;
	}

	static Arena create(Path directory) throws IOException {
		Path root = Files.createTempDirectory(directory, "singleton-snap-chaos");
		Arena arena = new Arena(root, "root".equals(System.getProperty("user.name")));
		Files.createDirectories(arena.disk);
		if (arena.mounted) {
			arena.mount();
		}
		Files.createDirectory(arena.locks());
		Files.createDirectory(arena.counters());
		Files.createFile(arena.journal());
		for (Guarded guarded : Guarded.values()) {
			Files.writeString(arena.counters().resolve(guarded.id()), "%12d".formatted(0));
		}
		return arena;
	}

	private void mount() throws IOException {
		Commands.run("mount", "-t", "tmpfs", "-o", "size=1m,mode=0755", "tmpfs", this.disk.toString());
		String view = Files.createDirectory(readOnlyView()).toString();
		Commands.run("mount", "--bind", this.disk.toString(), view);
		Commands.run("mount", "-o", "remount,bind,ro", view);
	}

	private Path readOnlyView() {
		return this.root.resolve("read-only");
	}

	Path locks() {
		return this.disk.resolve("locks");
	}

	Path counters() {
		return this.root.resolve("counters");
	}

	Path journal() {
		return this.root.resolve("journal");
	}

	Path output(String unit) {
		return this.root.resolve(unit + ".out");
	}

	/**
	 * Whether the file system is the arena's own: only root can fill one and nobody
	 * else's, or make it read-only.
	 */
	boolean isMounted() {
		return this.mounted;
	}

	void fill() throws IOException {
		try (var ballast = Files.newByteChannel(ballast(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
			while (true) {
				ballast.write(java.nio.ByteBuffer.wrap(MUCH));
			}
		}
		catch (IOException ex) {
			// Full
		}
	}

	void empty() throws IOException {
		Files.deleteIfExists(ballast());
	}

	private Path ballast() {
		return this.disk.resolve("ballast");
	}

	/**
	 * By a mount on top of it: as long as lock files are open to be written, the kernel
	 * does not let the file system itself become read-only.
	 */
	void forbidWriting() throws IOException {
		Commands.run("mount", "--bind", readOnlyView().toString(), this.disk.toString());
	}

	void allowWriting() throws IOException {
		Commands.run("umount", "-l", this.disk.toString());
	}

	/**
	 * Takes the directory away. Who has it open goes on in it.
	 * @return where it is now
	 */
	Path moveLocks() throws IOException {
		return Files.move(locks(), aside(), StandardCopyOption.ATOMIC_MOVE);
	}

	/**
	 * A name outside of the directory.
	 */
	Path aside() {
		this.moved++;
		return this.disk.resolve("moved-" + this.moved);
	}

	void keep() {
		System.out.println("Look into " + this.root);
		this.kept = true;
	}

	@Override
	public void close() throws IOException {
		if (this.mounted) {
			Commands.run("umount", "-l", readOnlyView().toString());
			Commands.run("umount", "-l", this.disk.toString());
		}
		if (!this.kept) {
			FileSystemUtils.deleteRecursively(this.root);
		}
	}

}
