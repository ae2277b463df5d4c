package io.github.singletonsnap.sample.unit;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Presence}.
 */
class PresenceTests {

	@TempDir
	private Path dir;

	private Path resource;

	@BeforeEach
	void setUp() {
		this.resource = this.dir.resolve("snap");
	}

	@Test
	void firstIsAlone() throws IOException {
		try (Presence presence = Presence.enter(this.resource, "otelcol/0")) {
			assertThat(presence.isAlone()).isTrue();
		}
	}

	@Test
	void secondIsNotAlone() throws IOException {
		try (Presence first = Presence.enter(this.resource, "otelcol/0");
				Presence second = Presence.enter(this.resource, "otelcol/1")) {
			assertThat(second.isAlone()).isFalse();
		}
	}

	@Test
	void thirdSeesSecondWhenFirstHasLeft() throws IOException {
		Presence first = Presence.enter(this.resource, "otelcol/0");
		try (Presence second = Presence.enter(this.resource, "otelcol/1")) {
			first.close();
			try (Presence third = Presence.enter(this.resource, "otelcol/0")) {
				assertThat(third.isAlone()).isFalse();
			}
		}
	}

	@Test
	void whoWasKilledIsNotThere() throws Exception {
		Process killed = new ProcessBuilder("true").start();
		killed.waitFor();
		Presence.enter(this.resource, "otelcol/0", killed.pid());
		try (Presence presence = Presence.enter(this.resource, "otelcol/1")) {
			assertThat(presence.isAlone()).isTrue();
		}
	}

	@Test
	void whoComesLaterIsAlone() throws IOException {
		Presence.enter(this.resource, "otelcol/0").close();
		try (Presence presence = Presence.enter(this.resource, "otelcol/1")) {
			assertThat(presence.isAlone()).isTrue();
		}
	}

}
