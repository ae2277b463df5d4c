package io.github.singletonsnap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The user as whom this process runs, and whether a file's owner is that one or root. In
 * doubt it is not.
 */
final class CurrentUser {

	private static final Path STATUS = Path.of("/proc/self/status");

	private static final Path UID_MAP = Path.of("/proc/self/uid_map");

	private static final Path OVERFLOW = Path.of("/proc/sys/kernel/overflowuid");

	private CurrentUser() {
	}

	/**
	 * Why the owner of a file is not to be trusted, {@code null} if it is root or this
	 * user.
	 */
	static @Nullable String reasonAgainst(int owner, UserPrincipal name) throws IOException {
		if (owner == 0) {
			return null;
		}
		if (!Files.exists(STATUS)) {
			return reasonWithoutProc(name);
		}
		if (isAnybody(owner)) {
			return "a user whom this user namespace does not know (all of them show as " + owner + "). A rootless "
					+ "container needs a directory that belongs to a user of its own, which is then not the one that "
					+ "the machine's root uses";
		}
		return (owner == self()) ? null : "another user, " + name.getName();
	}

	// There is none on macOS
	private static @Nullable String reasonWithoutProc(UserPrincipal name) {
		if (!System.getProperty("os.name").equals("Linux")) {
			return name.getName().equals(System.getProperty("user.name")) ? null : "another user, " + name.getName();
		}
		return name.getName() + ", and whether that is this process's user cannot be told, as /proc is not mounted";
	}

	// The second of four is the effective one. Not the owner of /proc/self, which is root
	// for a process that may not be traced. Files.lines would read through a channel,
	// which an interrupted thread closes
	private static int self() throws IOException {
		return Files.readAllLines(STATUS, StandardCharsets.ISO_8859_1)
			.stream()
			.filter((line) -> line.startsWith("Uid:"))
			.map((line) -> Integer.parseUnsignedInt(line.split("\\s+", -1)[2]))
			.findFirst()
			.orElseThrow(() -> new IOException("no user in " + STATUS));
	}

	// Users that are not mapped all show as one, the own one too. Outside of user
	// namespaces that number is a user as any other
	private static boolean isAnybody(int owner) throws IOException {
		// Not by its size, which is zero, and in one go: what a second read finds is no
		// number
		if (owner != Integer.parseUnsignedInt(Files.readAllLines(OVERFLOW).get(0).trim())) {
			return false;
		}
		for (String range : Files.readAllLines(UID_MAP)) {
			List<Long> numbers = Stream.of(range.trim().split("\\s+", -1)).map(Long::valueOf).toList();
			long first = numbers.get(0);
			if (Integer.toUnsignedLong(owner) >= first && Integer.toUnsignedLong(owner) < first + numbers.get(2)) {
				return false;
			}
		}
		return true;
	}

}
