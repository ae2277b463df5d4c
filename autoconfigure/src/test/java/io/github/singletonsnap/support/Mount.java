package io.github.singletonsnap.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file system that is mounted for one test.
 */
public final class Mount implements AutoCloseable {

	private final Path at;

	private Mount(Path at) {
		this.at = at;
	}

	/**
	 * Memory of that size.
	 */
	public static Mount tmpfs(Path at, String size) throws IOException {
		Needs.root("mount");
		return mount(at, "-t", "tmpfs", "-o", "size=" + size, "tmpfs");
	}

	/**
	 * Memory in which all changes within a tick of the kernel have the same time.
	 */
	public static Mount ramfs(Path at) throws IOException {
		Needs.root("mount");
		return mount(at, "-t", "ramfs", "ramfs");
	}

	/**
	 * A file system of its own in a file.
	 */
	public static Mount loop(Path at, String type) throws IOException {
		Needs.root("mkfs." + type);
		Needs.fileSystem(type);
		Path image = at.resolveSibling(at.getFileName() + ".img");
		run("truncate", "-s", "320M", image.toString());
		run("mkfs." + type, "-q", image.toString());
		return mount(at, "-o", "loop", image.toString());
	}

	/**
	 * An overlay whose upper layer is a tmpfs, and so another file system than its lower
	 * one.
	 */
	public static Mount overlay(Path at, Path lower, Path upper) throws IOException {
		Needs.root("mount");
		Needs.fileSystem("overlay");
		Path top = Files.createDirectory(upper.resolve("top"));
		Path work = Files.createDirectory(upper.resolve("work"));
		return mount(at, "-t", "overlay", "-o", "lowerdir=" + lower + ",upperdir=" + top + ",workdir=" + work,
				"overlay");
	}

	/**
	 * What is in a directory, once more in its place, by a program.
	 */
	public static Mount fuse(Path at) throws IOException {
		Needs.root("bindfs");
		run("bindfs", at.toString(), at.toString());
		return new Mount(at);
	}

	private static Mount mount(Path at, String... arguments) throws IOException {
		Files.createDirectories(at);
		String[] command = new String[arguments.length + 2];
		command[0] = "mount";
		System.arraycopy(arguments, 0, command, 1, arguments.length);
		command[command.length - 1] = at.toString();
		run(command);
		return new Mount(at);
	}

	public Path path() {
		return this.at;
	}

	@Override
	public void close() throws IOException {
		run("umount", "-l", this.at.toString());
	}

	private static void run(String... command) throws IOException {
		try (Peer peer = Peer.start(command)) {
			String output = peer.readAll();
			if (peer.waitFor() != 0) {
				throw new IllegalStateException(String.join(" ", command) + ": " + output);
			}
		}
	}

}
