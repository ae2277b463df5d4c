package io.github.singletonsnap;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whose a file is.
 */
class CurrentUserTests {

	@TempDir
	Path directory;

	@ParameterizedTest
	@ValueSource(ints = { 1_234_567, 65_534 })
	void threadThatIsInterruptedIsToldToo(int stranger) throws Exception {
		UserPrincipal name = Files.getOwner(this.directory);
		Thread.currentThread().interrupt();
		try {
			assertThat(CurrentUser.reasonAgainst(stranger, name)).isNotNull();
			assertThat(Thread.currentThread().isInterrupted()).isTrue();
		}
		finally {
			Thread.interrupted();
		}
	}

}
