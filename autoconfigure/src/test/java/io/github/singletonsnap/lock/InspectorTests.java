package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

import io.github.singletonsnap.state.LockProcess;
import io.github.singletonsnap.state.LockState;
import io.github.singletonsnap.support.HoldingPeer;
import io.github.singletonsnap.support.Mount;
import io.github.singletonsnap.support.Needs;
import io.github.singletonsnap.support.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who holds, on file systems and machines that make it hard to tell.
 */
@Timeout(120)
class InspectorTests {

	@TempDir
	Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "btrfs", "xfs", "ext4" })
	void holderIsFoundOn(String type) throws IOException {
		try (Mount mount = Mount.loop(this.directory.resolve("mount"), type)) {
			assertHolderIsFound(mount.path());
		}
	}

	@Test
	void holderIsFoundOnOverlayOverSeveralFileSystems() throws IOException {
		Path lower = Files.createDirectory(this.directory.resolve("lower"));
		try (Mount upper = Mount.tmpfs(this.directory.resolve("upper"), "1m");
				Mount mount = Mount.overlay(this.directory.resolve("mount"), lower, upper.path())) {
			assertHolderIsFound(mount.path());
		}
	}

	@Test
	void holderIsFoundThroughABtrfsSubvolume() throws IOException {
		Needs.programs("btrfs");
		try (Mount mount = Mount.loop(this.directory.resolve("mount"), "btrfs")) {
			Path subvolume = mount.path().resolve("sub");
			try (Peer btrfs = Peer.start("btrfs", "-q", "subvolume", "create", subvolume.toString())) {
				assertThat(btrfs.waitFor()).isZero();
			}
			assertHolderIsFound(subvolume);
		}
	}

	private static void assertHolderIsFound(Path directory) throws IOException {
		Path lock = directory.resolve("LCK..otelcol");
		try (Peer peer = Peer.flockHolding(lock)) {
			LockState state = inspect(lock);
			assertThat(state.held()).isTrue();
			assertThat(state.holder()).isNotNull();
			assertThat(state.holder().pid()).isEqualTo(peer.pid());
		}
		while (inspect(lock).held()) {
			Thread.onSpinWait();
		}
	}

	@Test
	void inodeBeyondASignedNumberIsWrittenAsTheKernelDoes() {
		assertThat(Proc.nameOf(new FileIdentity(0xfe, 1, -2, 0))).isEqualTo("fe:01:18446744073709551614");
	}

	@Test
	void processThatHasThePidOfADeadHolderIsNotNamed() throws IOException {
		Path lock = this.directory.resolve("LCK..otelcol");
		// The shell has the lock that a child took; the kernel names the child, which
		// does something else by now: it is this test's own word for a pid that was
		// reused
		try (Peer shell = Peer.start("sh", "-c",
				"exec 9>'" + lock + "'; sh -c 'flock 9; exec 9>&-; echo $$; exec sleep 1000' & read line")) {
			long child = Long.parseLong(shell.readLine());
			LockState state = inspect(lock);
			assertThat(state.held()).isTrue();
			assertThat(state.holder()).isNotNull();
			assertThat(state.holder().pid()).isNotEqualTo(child).isEqualTo(shell.pid());
		}
	}

	@Test
	void liveHolderThatProcHidesIsNamedAndNotCalledDead() throws IOException {
		Needs.root("setpriv", "unshare");
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwxr-xr-x"));
		try (Peer holder = Peer.java(HoldingPeer.class, "hold", this.directory).expect("held")) {
			String lock = this.directory.resolve("LCK..otelcol").toString();
			// Another user, who may read all the same, as the class path is root's
			String run = "mount -t proc -o hidepid=2 proc /proc && HOME=/tmp exec setpriv --reuid 12345 --clear-groups "
					+ "--inh-caps +dac_read_search --ambient-caps +dac_read_search "
					+ String.join(" ", Peer.javaCommand(InspectingPeer.class, lock));
			try (Peer other = Peer.start("unshare", "--mount", "sh", "-c", run)) {
				assertThat(other.readLine()).isEqualTo("held true");
				assertThat(other.readLine()).contains("unit unit_" + holder.pid());
				assertThat(other.readLine()).isEqualTo("abandoned null");
			}
		}
	}

	@Test
	void liveHolderOutsideThePidNamespaceIsNotCalledDead() throws IOException {
		Needs.root("unshare");
		try (Peer holder = Peer.java(HoldingPeer.class, "hold", this.directory).expect("held")) {
			String lock = this.directory.resolve("LCK..otelcol").toString();
			String run = String.join(" ", Peer.javaCommand(InspectingPeer.class, lock));
			try (Peer other = Peer.start("unshare", "--pid", "--fork", "--mount-proc", "sh", "-c", run)) {
				assertThat(other.readLine()).isEqualTo("held true");
				assertThat(other.readLine()).contains("unit unit_" + holder.pid());
				assertThat(other.readLine()).isEqualTo("abandoned null");
			}
		}
	}

	@Test
	void interruptedThreadIsNotToldThatTheLockIsFree() throws IOException {
		Path lock = this.directory.resolve("LCK..otelcol");
		try (Peer peer = Peer.flockHolding(lock)) {
			Thread.currentThread().interrupt();
			LockState state = inspect(lock);
			assertThat(Thread.interrupted()).isTrue();
			assertThat(state.held()).isTrue();
			assertThat(state.holder()).isNotNull();
		}
	}

	@Test
	void fifoInThePlaceOfALockFileDoesNotBlock() throws IOException {
		Path lock = this.directory.resolve("LCK..otelcol");
		assertThat(Peer.start("mkfifo", lock.toString()).waitFor()).isZero();
		assertThat(inspect(lock).held()).isFalse();
	}

	@Test
	void argumentsAndControlCharactersOfAHolderAreNotShown() throws IOException {
		Path lock = this.directory.resolve("LCK..otelcol");
		try (Peer peer = Peer
			.start("bash", "-c",
					"exec -a $'x\\nINFO forged \\e[2J' flock '" + lock
							+ "' sh -c 'echo held; read line' --password=hunter2")
			.expect("held")) {
			LockProcess holder = inspect(lock).holder();
			assertThat(holder).isNotNull();
			assertThat(holder).hasToString("pid " + peer.pid() + " (flock)");
			assertThat(holder.arguments()).contains("hunter2").doesNotContain("\n", "\u001b");
		}
	}

	@Test
	void jvmIsNamedByItsMainClass() throws IOException {
		try (Peer holder = Peer.java(HoldingPeer.class, "hold", this.directory).expect("held")) {
			LockProcess process = inspect(this.directory.resolve("LCK..otelcol")).holder();
			assertThat(process).isNotNull();
			assertThat(process.program()).isEqualTo("java " + HoldingPeer.class.getName());
		}
	}

	private static LockState inspect(Path lock) {
		return new Inspector(Duration.ofSeconds(10)).inspect(lock);
	}

}
