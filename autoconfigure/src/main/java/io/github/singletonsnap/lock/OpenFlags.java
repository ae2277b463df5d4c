package io.github.singletonsnap.lock;

import java.util.Set;

/**
 * The value of {@code O_RDWR | O_CLOEXEC | O_NOFOLLOW}, which differs by platform. A
 * wrong value for {@code O_NOFOLLOW} is accepted by the kernel as some other flag, so an
 * unknown platform is refused rather than guessed. Those with 32 bits are unknown: their
 * {@code off_t} has another size too.
 */
final class OpenFlags {

	private static final int O_RDWR = 2;

	private static final Set<String> GENERIC = Set.of("amd64", "x86_64", "riscv64", "s390x");

	// These define O_NOFOLLOW in their own fcntl.h, before asm-generic does
	private static final Set<String> OWN = Set.of("aarch64", "ppc64le");

	private OpenFlags() {
	}

	static int of(String os, String arch) {
		if (os.startsWith("Mac")) {
			return O_RDWR | 0x1000000 | 0x100;
		}
		if (os.equals("Linux") && GENERIC.contains(arch)) {
			return O_RDWR | 02000000 | 0400000;
		}
		if (os.equals("Linux") && OWN.contains(arch)) {
			return O_RDWR | 02000000 | 0100000;
		}
		throw new UnsupportedOperationException("cannot lock files on " + os + " " + arch + ": there "
				+ (os.startsWith("Windows") ? "is no flock(2)" : "the flags of open(2) are not known"));
	}

}
