package io.github.singletonsnap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

import io.github.singletonsnap.support.LockDirectoryProbe;
import io.github.singletonsnap.support.Needs;
import io.github.singletonsnap.support.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Lock directories that can be used, and what is said of the others.
 */
class LockDirectoryTests {

	@TempDir
	Path temp;

	@Test
	void createsDirectoryAndItsParents() throws IOException {
		Path directory = this.temp.resolve("run/lock/snaps");
		SingletonSnapManager manager = SingletonSnapManager.builder("a")
			.lockDir(directory)
			.lockDirPermissions(PosixFilePermissions.fromString("rwxrwxrwx"))
			.build();
		assertThat(manager.getLockDir()).isEqualTo(directory.toRealPath());
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory))).isEqualTo("rwxrwxrwx");
	}

	@Test
	void leavesPermissionsOfAnExistingDirectoryAlone() throws IOException {
		Files.setPosixFilePermissions(this.temp, PosixFilePermissions.fromString("rwxr-x---"));
		SingletonSnapManager.builder("a").lockDir(this.temp).build();
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(this.temp))).isEqualTo("rwxr-x---");
	}

	@Test
	void followsLinkToItsDirectory() throws IOException {
		Path directory = Files.createDirectory(this.temp.resolve("real"));
		Path link = Files.createSymbolicLink(this.temp.resolve("link"), directory);
		SingletonSnapManager manager = SingletonSnapManager.builder("a").lockDir(link).build();
		assertThat(manager.getLockDir()).isEqualTo(directory.toRealPath());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ".", "locks", "../locks" })
	void refusesRelativePath(String path) {
		assertThatIllegalArgumentException().isThrownBy(() -> SingletonSnapManager.builder("a").lockDir(Path.of(path)))
			.withMessage("the lock directory \"" + path
					+ "\" has a relative path: units that are started elsewhere would lock in another one");
	}

	@Test
	void refusesFile() throws IOException {
		Path file = Files.createFile(this.temp.resolve("file"));
		assertRefused(file, "it is not a directory");
	}

	@Test
	void refusesDanglingLink() throws IOException {
		Path target = this.temp.resolve("nowhere");
		assertRefused(Files.createSymbolicLink(this.temp.resolve("link"), target),
				"it is a symbolic link that leads nowhere");
		assertThat(target).doesNotExist();
	}

	@Test
	void refusesDirectoryBelowFile() throws IOException {
		Path file = Files.createFile(this.temp.resolve("file"));
		assertRefused(file.resolve("locks"), "file");
	}

	@Test
	void refusesDirectoryWhereNoneCanBeMade() {
		assertRefused(Path.of("/proc/nowhere/locks"), "it is absent, and cannot be created because nobody can make "
				+ "/proc/nowhere. Name one on an ordinary file system, the same for all units");
	}

	private void assertRefused(Path directory, String reason) {
		assertThatExceptionOfType(SnapLockException.class)
			.isThrownBy(() -> SingletonSnapManager.builder("a").lockDir(directory).build())
			.withMessageStartingWith("cannot use lock directory " + directory + ": ")
			.withMessageContaining(reason);
	}

	@Test
	void refusesDirectoryThatThisUserMayNotWriteTo() throws IOException {
		Path directory = Files.createDirectory(this.temp.resolve("readonly"));
		assertThat(probeOnReadOnlyMount(directory)).isEqualTo(
				"cannot use lock directory " + directory + ": this process may not write to it: Read-only file system");
	}

	@Test
	void refusesDirectoryOfAnotherUser() throws IOException {
		Path directory = Files.createDirectory(this.temp.resolve("foreign"));
		Needs.root("chown");
		Peer.start("chown", "12345", directory.toString()).waitFor();
		assertRefused(directory, "it belongs to another user, 12345, who could take any lock away");
	}

	@Test
	void refusesLinkToADirectoryOfAnotherUser() throws IOException {
		Path foreign = Files.createDirectory(this.temp.resolve("foreign"));
		Path link = Files.createSymbolicLink(this.temp.resolve("link"), foreign);
		Needs.root("chown");
		Peer.start("chown", "12345", foreign.toString()).waitFor();
		assertRefused(link, "it belongs to another user, 12345, who could take any lock away");
	}

	@Test
	void refusesLinkOfAnotherUser() throws IOException {
		Path link = Files.createSymbolicLink(this.temp.resolve("link"), Files.createDirectory(this.temp.resolve("d")));
		Needs.root("chown");
		Peer.start("chown", "--no-dereference", "12345", link.toString()).waitFor();
		assertRefused(link, "it belongs to another user, 12345, who could take any lock away");
	}

	// Root may write to any directory, unless the file system is read-only
	private static String probeOnReadOnlyMount(Path directory) throws IOException {
		Needs.root("unshare", "mount");
		List<String> command = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c",
				"mount --bind -o ro \"$0\" \"$0\" && exec \"$@\"", directory.toString()));
		command.addAll(Peer.javaCommand(LockDirectoryProbe.class, directory));
		try (Peer probe = Peer.start(command.toArray(String[]::new))) {
			return probe.readLine();
		}
	}

}
