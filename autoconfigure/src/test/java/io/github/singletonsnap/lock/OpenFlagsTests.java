package io.github.singletonsnap.lock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The values as the kernels' own headers have them.
 */
class OpenFlagsTests {

	@ParameterizedTest
	@CsvSource({ "Linux, amd64, 02400002", "Linux, x86_64, 02400002", "Linux, aarch64, 02100002",
			"Linux, ppc64le, 02100002", "Linux, s390x, 02400002", "Linux, riscv64, 02400002",
			"Mac OS X, aarch64, 0100000402", "Mac OS X, x86_64, 0100000402" })
	void areThoseOfThePlatform(String os, String arch, String octal) {
		assertThat(NativeFile.OpenFlags.of(os, arch)).isEqualTo(Integer.parseInt(octal, 8));
	}

	@Test
	void refusesPlatformThatIsNotKnown() {
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> NativeFile.OpenFlags.of("Linux", "alpha"))
			.withMessage("cannot lock files on Linux alpha: there the flags of open(2) are not known");
	}

}
