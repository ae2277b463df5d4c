package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

import io.github.singletonsnap.support.Mount;
import io.github.singletonsnap.support.Peer;
import io.github.singletonsnap.support.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * File systems whose locks cannot be relied on.
 */
class ExclusionTests {

	@TempDir
	Path directory;

	enum FileSystem {

		ACCEPTS_EVERY_LOCK("two locks on one file do not exclude each other there") {

			@Override
			boolean tryLock(OpenFile file) {
				return true;
			}

		},

		GIVES_NO_LOCK("a lock that nobody holds cannot be had there") {

			@Override
			boolean tryLock(OpenFile file) {
				return false;
			}

		},

		DOES_NOT_UNLOCK("a lock that was released cannot be had there") {

			@Override
			void unlock(OpenFile file) {
			}

		},

		CHANGES_IDENTITIES("a file by its name is another than by its descriptor there") {

			@Override
			boolean isCurrent() {
				return false;
			}

		};

		private final String trouble;

		FileSystem(String trouble) {
			this.trouble = trouble;
		}

		boolean tryLock(OpenFile file) throws IOException {
			return file.tryLock();
		}

		void unlock(OpenFile file) throws IOException {
			file.unlock();
		}

		boolean isCurrent() {
			return true;
		}

	}

	@ParameterizedTest
	@EnumSource
	void failsWhereLocksCannotBeReliedOn(FileSystem fileSystem) {
		ForwardingFile.Opener files = (path, permissions) -> new FileOn(fileSystem,
				NativeFiles.INSTANCE.open(path, permissions));
		assertThatIOException().isThrownBy(() -> new Exclusion(files, this.directory).test())
			.withMessage(this.directory + ": " + fileSystem.trouble
					+ ", as on NFS and some overlay and FUSE mounts. Put the lock directory on a local file system");
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void passesOnARealDirectoryAndLeavesNothing() throws IOException {
		FileLocks.test(this.directory);
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void filesWithANameAreTriedOutWhereNoneCanBeWithout() throws IOException {
		ForwardingFile.Opener files = NativeFiles.INSTANCE::open;
		new Exclusion(files, this.directory).test();
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void fileSystemInUserSpaceIsRefusedAlsoOverAnotherMount() throws IOException {
		Path at = this.directory.resolve("at");
		try (Mount below = Mount.tmpfs(at, "1M"); Mount fuse = Mount.fuse(below.path())) {
			assertThatIOException().isThrownBy(() -> FileLocks.test(fuse.path()))
				.withMessageStartingWith(at + ": with FUSE locks through two mounts do not exclude each other there");
		}
		FileLocks.test(at);
	}

	@Test
	void nothingIsLeftOfAProcessThatIsKilledAtAnyMomentOfTheTest() throws Exception {
		SeededRandom random = SeededRandom.of(ExclusionTests.class);
		for (int i = 0; i < 6; i++) {
			try (Peer peer = Peer.java(TestingPeer.class, this.directory).expect("testing")) {
				LockSupport.parkNanos(random.nextInt(20_000_000));
				peer.kill();
			}
			assertThat(this.directory).isEmptyDirectory();
		}
	}

	@Test
	void failsWithoutADirectory() {
		assertThatExceptionOfType(NoSuchFileException.class)
			.isThrownBy(() -> FileLocks.test(this.directory.resolve("none")));
	}

	private static final class FileOn extends ForwardingFile {

		private final FileSystem fileSystem;

		private final OpenFile file;

		FileOn(FileSystem fileSystem, OpenFile file) {
			super(file);
			this.fileSystem = fileSystem;
			this.file = file;
		}

		@Override
		public boolean tryLock() throws IOException {
			return this.fileSystem.tryLock(this.file);
		}

		@Override
		public void unlock() throws IOException {
			this.fileSystem.unlock(this.file);
		}

		@Override
		public boolean isCurrent() throws IOException {
			return this.fileSystem.isCurrent() && super.isCurrent();
		}

	}

}
