package io.github.singletonsnap.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Assumptions;

/**
 * What a test needs of the machine. Without it the test is skipped, with the reason; with
 * {@code CI=true} it fails.
 */
public final class Needs {

	private static final boolean CI = Boolean.parseBoolean(System.getenv("CI"));

	private Needs() {
	}

	public static boolean isRoot() {
		return "root".equals(System.getProperty("user.name"));
	}

	/**
	 * The test runs as root, with some programs at hand.
	 */
	public static void root(String... programs) throws IOException {
		need(isRoot(), "only root may do what this test does");
		programs(programs);
	}

	public static void programs(String... programs) throws IOException {
		for (String program : programs) {
			need(Peer.start("sh", "-c", "command -v \"$0\" >&2", program).waitFor() == 0, "no program " + program);
		}
	}

	/**
	 * A directory is there, as something is installed.
	 */
	public static void directory(Path directory) {
		need(Files.isDirectory(directory), "no " + directory);
	}

	/**
	 * The process may make namespaces of some kinds: {@code --mount}, {@code --user}.
	 */
	public static void namespaces(String... kinds) throws IOException {
		String[] command = new String[kinds.length + 2];
		command[0] = "unshare";
		System.arraycopy(kinds, 0, command, 1, kinds.length);
		command[kinds.length + 1] = "true";
		need(Peer.start(command).waitFor() == 0, "no namespaces here: " + String.join(" ", command));
	}

	/**
	 * The kernel is not older than that.
	 */
	public static void kernel(int major, int minor) {
		String[] version = System.getProperty("os.version").split("\\D+", 3);
		int runs = Integer.parseInt(version[0]) * 1000 + Integer.parseInt(version[1]);
		need(runs >= major * 1000 + minor, "no kernel " + major + "." + minor + " or later");
	}

	/**
	 * The kernel can mount file systems of a type.
	 */
	public static void fileSystem(String type) throws IOException {
		need(Files.readAllLines(Path.of("/proc/filesystems")).stream().anyMatch((line) -> line.endsWith("\t" + type)),
				"the kernel has no " + type);
	}

	/**
	 * Another user may pass through to a directory that this one has made.
	 */
	public static void passable(Path directory) throws IOException {
		for (Path above = directory; above != null; above = above.getParent()) {
			need((int) Files.getAttribute(above, "unix:mode") % 2 == 1, "others may not enter " + above);
		}
	}

	private static void need(boolean there, String reason) {
		if (CI && !there) {
			throw new IllegalStateException("with CI=true nothing is skipped: " + reason);
		}
		if (!there) {
			System.err.println("Skipped: " + caller() + ": " + reason);
		}
		Assumptions.assumeTrue(there, reason);
	}

	// Maven counts what was skipped, and does not say why
	private static String caller() {
		return StackWalker.getInstance()
			.walk((frames) -> frames.filter((frame) -> frame.getClassName().endsWith("Tests"))
				.reduce((inner, outer) -> outer)
				.map((test) -> test.getClassName().replaceFirst(".*\\.", "") + "." + test.getMethodName())
				.orElse("a test"));
	}

}
