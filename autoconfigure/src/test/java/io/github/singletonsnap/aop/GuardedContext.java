package io.github.singletonsnap.aop;

import java.io.IOException;
import java.nio.file.Path;

import io.github.singletonsnap.autoconfigure.SingletonSnapAutoConfiguration;
import io.github.singletonsnap.support.Peer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/**
 * Contexts with the starter in them and a lock directory of their own, into which
 * flock(1) looks from another process.
 */
abstract class GuardedContext {

	@TempDir
	Path directory;

	ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class, SingletonSnapAutoConfiguration.class));

	@BeforeEach
	void nameTheUnit() {
		this.contextRunner = this.contextRunner.withPropertyValues("singleton-snap.unit-name=otelcol/0",
				"singleton-snap.lock-dir=" + this.directory);
	}

	final Path lockFile() {
		return this.directory.resolve("LCK..otelcol");
	}

	final boolean isFree() {
		try {
			return Peer.isFreeForFlock(lockFile());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
