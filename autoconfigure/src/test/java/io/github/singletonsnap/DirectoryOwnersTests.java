package io.github.singletonsnap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

import io.github.singletonsnap.support.LockDirectoryProbe;
import io.github.singletonsnap.support.ManagerShell;
import io.github.singletonsnap.support.Needs;
import io.github.singletonsnap.support.Peer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Whose directory a unit may use, and units that run as several users.
 */
class DirectoryOwnersTests {

	// Another user, who may read the class path, wherever it is, but write nothing more
	private static final String READS_ALL = "--inh-caps=+dac_read_search --ambient-caps=+dac_read_search ";

	private static final String ALICE = "setpriv --reuid=2001 --regid=7000 --clear-groups " + READS_ALL;

	private static final String BOB = "setpriv --reuid=2002 --regid=7000 --clear-groups " + READS_ALL;

	private static final String STRANGER = "setpriv --reuid=2003 --regid=7003 --clear-groups " + READS_ALL;

	@TempDir
	Path temp;

	private Path directory;

	@BeforeEach
	void createDirectory() throws IOException {
		Needs.root("chown", "chmod", "setpriv", "unshare", "mount");
		run("chmod", "755", this.temp.toString());
		this.directory = Files.createDirectory(this.temp.resolve("locks"));
	}

	@Test
	void directoryOfAnotherUserIsNamedWithOwnerModeAndWhatToDo() throws IOException {
		run("chown", "2001:7000", this.directory.toString());
		assertThat(probe("", this.directory)).isEqualTo("cannot use lock directory " + this.directory
				+ ": it belongs to another user, 2001, who could take any lock away. It has owner 2001, group 7000 and mode "
				+ "0755. Have it made for all units at every boot, by a line in /etc/tmpfiles.d/singleton-snap.conf: d "
				+ this.directory + " 0755 root root -, or, for units of several users, d " + this.directory
				+ " 3775 root GROUP -");
	}

	@Test
	void directoryOfAnotherGroupIsNamedWithGroupAndMode() throws IOException {
		run("chown", "root:7000", this.directory.toString());
		run("chmod", "3775", this.directory.toString());
		assertThat(probe(STRANGER, this.directory)).startsWith("cannot use lock directory " + this.directory
				+ ": this process may not write to it. It has owner root, group 7000 and mode 3775, and this user is "
				+ "neither that owner nor in that group");
		assertThat(probe(ALICE, this.directory)).isEqualTo("usable");
	}

	@Test
	void ownDirectoryIsUsable() throws IOException {
		run("chown", "2001:7000", this.directory.toString());
		assertThat(probe(ALICE, this.directory)).isEqualTo("usable");
	}

	@Test
	void directoryBelowOneThatIsOpenToAllIsRefused() throws IOException {
		Path open = Files.createDirectory(this.temp.resolve("open"));
		Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
		SingletonSnapManager manager = SingletonSnapManager.builder("a").lockDir(open.resolve("a/locks")).build();
		String reason = open + "/a/locks: every user of the machine may move it away, as " + open + " is open to all";
		assertThatExceptionOfType(SnapLockException.class).isThrownBy(() -> manager.snapOperation("otelcol"))
			.withMessageContaining(reason);
		assertThatExceptionOfType(SingletonSnapException.class).isThrownBy(() -> manager.register("otelcol", 80))
			.withMessageContaining(reason);
		Files.setAttribute(open, "unix:mode", 01777);
		manager.register("otelcol", 80);
	}

	@Test
	void registrationWhereAllMayRemoveItIsRefused() throws IOException {
		SingletonSnapManager manager = SingletonSnapManager.builder("a").lockDir(this.directory).build();
		run("chmod", "777", this.directory.toString());
		assertThatExceptionOfType(SingletonSnapException.class).isThrownBy(() -> manager.register("otelcol", 80))
			.withMessageContaining("every user of the machine may remove the locks in it");
	}

	@Test
	void withoutProcTheOwnerIsNotTrusted() throws IOException {
		Needs.namespaces("--mount");
		run("chown", "2001:7000", this.directory.toString());
		// Where there is no /proc, java does not find its libraries by itself
		String withoutProc = "env LD_LIBRARY_PATH=" + System.getProperty("java.home")
				+ "/lib unshare --mount sh -c 'mount -t tmpfs none /proc && exec \"$@\"' sh ";
		assertThat(probe(withoutProc + ALICE, this.directory)).startsWith("cannot use lock directory " + this.directory
				+ ": it belongs to 2001, and whether that is this process's user cannot be told, as /proc is not "
				+ "mounted");
	}

	@Test
	void userThatTheNamespaceDoesNotKnowIsNotTrusted() throws IOException {
		Needs.namespaces("--user");
		run("chown", "2001:7000", this.directory.toString());
		run("chmod", "1777", this.directory.toString());
		assertThat(probe("unshare --user ", this.directory)).startsWith("cannot use lock directory " + this.directory
				+ ": it belongs to a user whom this user namespace does not know (all of them show as 65534). A rootless "
				+ "container needs a directory that belongs to a user of its own");
	}

	@Test
	void nobodyIsAUserAsAnyOtherOutsideOfNamespaces() throws IOException {
		run("chown", "65534:65534", this.directory.toString());
		assertThat(probe("setpriv --reuid=65534 --regid=65534 --clear-groups " + READS_ALL, this.directory))
			.isEqualTo("usable");
	}

	@Test
	void unitThatRunsAsAnotherUserThanBeforeRenewsItsRegistration() throws IOException {
		run("chown", "root:7000", this.directory.toString());
		run("chmod", "2775", this.directory.toString());
		tell(ALICE, "register otelcol 80", "registered");
		tell(BOB, "register otelcol 80", "registered");
		Path registration = this.directory.resolve("LCK..otelcol--rev80__web_0");
		assertThat(this.directory.toFile().list()).containsExactly(registration.getFileName().toString());
		assertThat(Files.getAttribute(registration, "unix:uid")).isEqualTo(2002);
		tell(BOB, "unregister otelcol", "true");
	}

	@Test
	void unitThatRunsAsAnotherUserThanBeforeIsStillRegisteredInAStickyDirectory() throws IOException {
		run("chown", "root:7000", this.directory.toString());
		run("chmod", "3775", this.directory.toString());
		tell(ALICE, "register otelcol 80", "registered");
		tell(BOB, "register otelcol 80", "registered");
		assertThat(this.directory.toFile().list()).containsExactly("LCK..otelcol--rev80__web_0");
	}

	private void tell(String as, String order, String answer) throws IOException {
		try (Peer unit = Peer.start(shell(as, Peer.javaCommand(ManagerShell.class, this.directory, "web/0")))) {
			unit.expect("ready");
			unit.send(order);
			unit.expect(answer);
		}
	}

	private static String probe(String as, Path directory) throws IOException {
		try (Peer probe = Peer.start(shell(as, Peer.javaCommand(LockDirectoryProbe.class, directory)))) {
			return String.valueOf(probe.readLine());
		}
	}

	private static String[] shell(String prefix, List<String> command) {
		List<String> words = new ArrayList<>(List.of("sh", "-c", "exec " + prefix + "\"$@\"", "sh"));
		words.addAll(command);
		return words.toArray(String[]::new);
	}

	private static void run(String... command) throws IOException {
		assertThat(Peer.start(command).waitFor()).isZero();
	}

}
