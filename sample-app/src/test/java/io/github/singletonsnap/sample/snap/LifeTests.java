package io.github.singletonsnap.sample.snap;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Life}.
 */
@Timeout(60)
class LifeTests {

	@Test
	void thisProcessLives() {
		assertThat(Life.isAlive(ProcessHandle.current().pid())).isTrue();
	}

	@Test
	void processThatIsGoneDoesNotLive() throws Exception {
		Process process = new ProcessBuilder("true").start();
		process.waitFor();
		assertThat(Life.isAlive(process.pid())).isFalse();
	}

	@Test
	void processThatOnlyWaitsForItsParentDoesNotLive() throws Exception {
		// The shell turns into a program that asks nobody how its child has ended
		Process parent = new ProcessBuilder("sh", "-c", "true & echo $!; exec sleep 60").start();
		try {
			long child = Long.parseLong(parent.inputReader().readLine());
			while (!Files.readString(Path.of("/proc/" + child + "/stat")).contains(") Z ")) {
				Thread.onSpinWait();
			}
			assertThat(Life.isAlive(child)).isFalse();
		}
		finally {
			parent.destroyForcibly();
		}
	}

}
