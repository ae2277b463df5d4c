package io.github.singletonsnap.lock;

import java.util.Set;

/**
 * The flags of open(2), which differ by platform. A wrong value for {@code O_NOFOLLOW} is
 * accepted by the kernel as some other flag, so an unknown platform is refused rather
 * than guessed. Those with 32 bits are unknown: their {@code off_t} has another size too.
 *
 * @param file {@code O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK}: whatever was planted
 * there, nothing is followed and nothing blocks
 * @param directory {@code O_DIRECTORY}
 * @param nameless {@code O_RDWR | O_CLOEXEC | O_TMPFILE}, zero where there is none
 */
record OpenFlags(int file, int directory, int nameless) {

	private static final int O_RDWR = 2;

	private static final int LINUX = O_RDWR | 02000000;

	private static final int O_NONBLOCK = 04000;

	private static final int TMPFILE = 020000000;

	private static final Set<String> GENERIC = Set.of("amd64", "x86_64", "riscv64", "s390x");

	// These define O_NOFOLLOW in their own fcntl.h, before asm-generic does
	private static final Set<String> OWN = Set.of("aarch64", "ppc64le");

	static OpenFlags of(String os, String arch) {
		if (os.startsWith("Mac")) {
			return new OpenFlags(O_RDWR | 0x1000000 | 0x100 | 0x4, 0x100000, 0);
		}
		if (os.equals("Linux") && GENERIC.contains(arch)) {
			return new OpenFlags(LINUX | 0400000 | O_NONBLOCK, 0200000, LINUX | TMPFILE | 0200000);
		}
		if (os.equals("Linux") && OWN.contains(arch)) {
			return new OpenFlags(LINUX | 0100000 | O_NONBLOCK, 040000, LINUX | TMPFILE | 040000);
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
