package io.github.singletonsnap.aop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.singletonsnap.autoconfigure.SingletonSnapAutoConfiguration;
import io.github.singletonsnap.support.Peer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.NestedExceptionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contexts with the starter in them and a lock directory of their own, into which
 * flock(1) looks from another process.
 */
abstract class GuardedContext {

	private static final List<String> BODIES = new CopyOnWriteArrayList<>();

	private static Path locks = Path.of("");

	@TempDir
	Path directory;

	ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class, SingletonSnapAutoConfiguration.class));

	@BeforeEach
	void nameTheUnit() {
		locks = this.directory;
		BODIES.clear();
		this.contextRunner = this.contextRunner.withPropertyValues("singleton-snap.unit-name=otelcol/0",
				"singleton-snap.lock-dir=" + this.directory);
	}

	/**
	 * Called by bodies: whether flock(1) finds their lock held.
	 */
	static String body() {
		String state = isFree(locks.resolve("LCK..otelcol")) ? "free" : "held";
		BODIES.add(state);
		return state;
	}

	/**
	 * How the bodies ran that have run in this test.
	 */
	static List<String> bodies() {
		return List.copyOf(BODIES);
	}

	/**
	 * Why the start, or the creation of a bean, was refused.
	 */
	static UnguardedMethodsException refusal(@Nullable Throwable failure) {
		assertThat(failure).isNotNull();
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
		assertThat(cause).isInstanceOf(UnguardedMethodsException.class);
		return (UnguardedMethodsException) cause;
	}

	final Path lockFile() {
		return this.directory.resolve("LCK..otelcol");
	}

	final boolean isFree() {
		return isFree(lockFile());
	}

	private static boolean isFree(Path lockFile) {
		try {
			return Peer.isFreeForFlock(lockFile);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
