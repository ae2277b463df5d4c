package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import com.sun.jna.Native;

/**
 * The files of the kernel itself: how they are opened, and come into being.
 */
final class NativeFiles implements OpenFile.Opener {

	static final NativeFiles INSTANCE = new NativeFiles();

	static final Flags FLAGS = Flags.of(System.getProperty("os.name"), System.getProperty("os.arch"));

	private static final int AT_SYMLINK_FOLLOW = 0x400;

	private NativeFiles() {
	}

	@Override
	public NativeFile open(Path path, Set<PosixFilePermission> permissions) throws IOException {
		Path parent = Objects.requireNonNull(path.getParent());
		Directory directory = FileIdentity.STATX ? Directory.open(parent) : null;
		return new NativeFile(path, directory).open(FLAGS.file(), mode(permissions));
	}

	/**
	 * Opens a file to look at it.
	 */
	static NativeFile openForReading(Path path) throws IOException {
		return new NativeFile(path, null).open(FLAGS.reading(), NativeFile.ANY);
	}

	private static int mode(Set<PosixFilePermission> permissions) {
		return Integer.parseInt(PosixFilePermissions.toString(permissions).replaceAll("[rwx]", "1").replace('-', '0'),
				2);
	}

	/**
	 * Creates a file that gets its name when it has its mode: at no moment is there one
	 * that is open to others or closed to those it is for, and no path is followed, which
	 * whoever may write to the directory could lead elsewhere.
	 */
	@Override
	public void create(Path path, Set<PosixFilePermission> permissions) throws IOException {
		int nameless = nameless(Objects.requireNonNull(path.getParent()));
		if (nameless < 0) {
			// The file system cannot do that, or the directory cannot be written to, or
			// there is no descriptor left
			byOwnName(path, permissions);
			return;
		}
		try {
			if (LibC.fchmod(nameless, mode(permissions)) != 0) {
				throw LibC.failure("fchmod");
			}
			byte[] descriptor = LibC.bytes("/proc/self/fd/" + nameless);
			if (LibC.linkat(FileIdentity.AT_FDCWD, descriptor, FileIdentity.AT_FDCWD, LibC.bytes(path),
					AT_SYMLINK_FOLLOW) == 0 || Native.getLastError() == LibC.EEXIST) {
				// Where it exists, another process was first
				return;
			}
		}
		finally {
			LibC.close(nameless);
		}
		// Without /proc there is no way from the descriptor to a name
		byOwnName(path, permissions);
	}

	private static int nameless(Path directory) {
		return (FLAGS.nameless() != 0) ? LibC.open(LibC.bytes(directory), FLAGS.nameless(), 0600) : -1;
	}

	@Override
	public List<OpenFile> openNameless(Path directory) throws IOException {
		int nameless = nameless(directory);
		if (nameless < 0) {
			return List.of();
		}
		try {
			NativeFile one = openDescriptor(nameless);
			boolean both = false;
			try {
				OpenFile other = openDescriptor(nameless);
				both = true;
				return List.of(one, other);
			}
			finally {
				if (!both) {
					one.close();
				}
			}
		}
		catch (NoSuchFileException ex) {
			// Without /proc
			return List.of();
		}
		finally {
			LibC.close(nameless);
		}
	}

	// Another descriptor's file, whether it has a name or not
	private static NativeFile openDescriptor(int fd) throws IOException {
		return new NativeFile(Path.of("/proc/self/fd/" + fd), null).open(FLAGS.descriptor(), NativeFile.ANY);
	}

	// No UUID: without a descriptor the JDK cannot load what makes one, and throws an
	// Error
	private static String anyNumber() {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		return Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
	}

	private static void byOwnName(Path path, Set<PosixFilePermission> permissions) throws IOException {
		Path own = path.resolveSibling(".singleton-snap-new-" + anyNumber());
		Files.createFile(own, PosixFilePermissions
			.asFileAttribute(Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE)));
		try {
			try (NativeFile file = new NativeFile(own, null).open(FLAGS.file(), NativeFile.ANY)) {
				file.changeMode(mode(permissions));
			}
			Files.createLink(path, own);
		}
		catch (FileAlreadyExistsException ex) {
			// Another process was first
		}
		finally {
			Files.deleteIfExists(own);
		}
	}

	/**
	 * The flags of open(2), which differ by platform. A wrong value for
	 * {@code O_NOFOLLOW} is accepted by the kernel as some other flag, so an unknown
	 * platform is refused rather than guessed. Those with 32 bits are unknown: their
	 * {@code off_t} has another size too.
	 *
	 * @param file {@code O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK}: whatever was
	 * planted there, nothing is followed and nothing blocks
	 * @param directory {@code O_DIRECTORY}
	 * @param nameless {@code O_RDWR | O_CLOEXEC | O_TMPFILE}, zero where there is none
	 */
	record Flags(int file, int directory, int nameless) {

		private static final int O_RDWR = 2;

		private static final int LINUX = O_RDWR | 02000000;

		private static final int O_NONBLOCK = 04000;

		private static final int TMPFILE = 020000000;

		private static final Set<String> GENERIC = Set.of("amd64", "x86_64", "riscv64", "s390x");

		// These define O_NOFOLLOW in their own fcntl.h, before asm-generic does
		private static final Set<String> OWN = Set.of("aarch64", "ppc64le");

		static Flags of(String os, String arch) {
			if (os.startsWith("Mac")) {
				return new Flags(O_RDWR | 0x1000000 | 0x100 | 0x4, 0x100000, 0);
			}
			if (os.equals("Linux") && GENERIC.contains(arch)) {
				return new Flags(LINUX | 0400000 | O_NONBLOCK, 0200000, LINUX | TMPFILE | 0200000);
			}
			if (os.equals("Linux") && OWN.contains(arch)) {
				return new Flags(LINUX | 0100000 | O_NONBLOCK, 040000, LINUX | TMPFILE | 040000);
			}
			throw new UnsupportedOperationException("cannot lock files on " + os + " " + arch + ": there "
					+ (os.startsWith("Windows") ? "is no flock(2)" : "the flags of open(2) are not known"));
		}

		/**
		 * For what is a link by its nature, on Linux.
		 */
		int descriptor() {
			return LINUX;
		}

		int reading() {
			return this.file & ~O_RDWR;
		}

	}

}
