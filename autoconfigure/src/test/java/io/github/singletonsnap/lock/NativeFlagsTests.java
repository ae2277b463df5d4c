package io.github.singletonsnap.lock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The values as the kernels' own headers have them.
 */
class NativeFlagsTests {

	@ParameterizedTest
	@CsvSource({ "Linux, amd64, 02404002", "Linux, x86_64, 02404002", "Linux, aarch64, 02104002",
			"Linux, ppc64le, 02104002", "Linux, s390x, 02404002", "Linux, riscv64, 02404002",
			"Mac OS X, aarch64, 0100000406", "Mac OS X, x86_64, 0100000406" })
	void areThoseOfThePlatform(String os, String arch, String octal) {
		assertThat(NativeFiles.Flags.of(os, arch).file()).isEqualTo(Integer.parseInt(octal, 8));
	}

	@Test
	void refusesPlatformThatIsNotKnown() {
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> NativeFiles.Flags.of("Linux", "alpha"))
			.withMessage("cannot lock files on Linux alpha: there the flags of open(2) are not known");
	}

}
