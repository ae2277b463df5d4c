package io.github.singletonsnap.aop;

import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Path;

import io.github.singletonsnap.SnapLockTimeoutException;
import io.github.singletonsnap.annotation.ConfigOperation;
import io.github.singletonsnap.annotation.SnapOperation;
import io.github.singletonsnap.support.Peer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Where an annotation can stand, and in which order locks are taken.
 */
class GuardPlacesTests extends GuardedContext {

	@BeforeEach
	void addBeans() {
		this.contextRunner = this.contextRunner.withBean("first", Service.class, () -> new First(this.directory))
			.withBean("second", Service.class, () -> new Second(this.directory));
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "false" })
	void annotationsAreFoundWhereverTheyStand(String proxyTargetClass) {
		this.contextRunner.withPropertyValues("spring.aop.proxy-target-class=" + proxyTargetClass).run((context) -> {
			Service service = context.getBean("first", Service.class);
			assertThat(service.onInterface()).isEqualTo("LCK..otelcol");
			assertThat(service.onClass()).isEqualTo("LCK..otelcol");
			assertThat(service.inherited()).isEqualTo("LCK..otelcol");
			assertThat(service.composed()).isEqualTo("LCK..otelcol");
		});
	}

	@Test
	void eachBeanHasItsOwnLocksForTheMethodThatBothImplement() {
		this.contextRunner.run((context) -> {
			assertThat(context.getBean("first", Service.class).onClass()).isEqualTo("LCK..otelcol");
			assertThat(context.getBean("second", Service.class).onClass()).isEqualTo("LCK..other");
		});
	}

	@Test
	void snapsAreLockedInSortedOrder() throws IOException {
		try (Peer peer = Peer.flockHolding(this.directory.resolve("LCK..aa"))) {
			assertTimesOut(Service::unsorted);
		}
		assertThat(this.directory.resolve("LCK..bb")).doesNotExist();
	}

	@Test
	void snapIsLockedBeforeConfigFile() throws IOException {
		try (Peer peer = Peer.flockHolding(this.directory.resolve("LCK..aa"))) {
			assertTimesOut(Service::both);
		}
		assertThat(this.directory.resolve("LCK..config__etc_x")).doesNotExist();
	}

	private void assertTimesOut(Call call) {
		this.contextRunner.run((context) -> assertThatExceptionOfType(SnapLockTimeoutException.class)
			.isThrownBy(() -> call.on(context.getBean("first", Service.class))));
	}

	interface Call {

		void on(Service service) throws IOException;

	}

	@SnapOperation("otelcol")
	@Retention(RetentionPolicy.RUNTIME)
	@interface Composed {

	}

	@Composed
	@Retention(RetentionPolicy.RUNTIME)
	@interface ComposedTwice {

	}

	interface Service {

		@SnapOperation("otelcol")
		String onInterface() throws IOException;

		String onClass() throws IOException;

		String inherited() throws IOException;

		String composed() throws IOException;

		@SnapOperation(value = { "bb", "aa" }, timeout = "500ms")
		void unsorted();

		@ConfigOperation("/etc/x")
		@SnapOperation(value = "aa", timeout = "100ms")
		void both();

	}

	abstract static class Base implements Service {

		private final Path directory;

		Base(Path directory) {
			this.directory = directory;
		}

		@Override
		@SnapOperation("otelcol")
		public String inherited() throws IOException {
			return held();
		}

		@Override
		public String onInterface() throws IOException {
			return held();
		}

		@Override
		@ComposedTwice
		public String composed() throws IOException {
			return held();
		}

		@Override
		public void unsorted() {
		}

		@Override
		public void both() {
		}

		String held() throws IOException {
			for (String name : new String[] { "LCK..otelcol", "LCK..other" }) {
				if (!Peer.isFreeForFlock(this.directory.resolve(name))) {
					return name;
				}
			}
			return "none";
		}

	}

	static class First extends Base {

		First(Path directory) {
			super(directory);
		}

		@Override
		@SnapOperation("otelcol")
		public String onClass() throws IOException {
			return held();
		}

	}

	static class Second extends Base {

		Second(Path directory) {
			super(directory);
		}

		@Override
		@SnapOperation("other")
		public String onClass() throws IOException {
			return held();
		}

	}

}
