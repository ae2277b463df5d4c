package io.github.singletonsnap.aop;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.annotation.SnapOperation;
import io.github.singletonsnap.autoconfigure.SingletonSnapAutoConfiguration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.bean.override.convention.TestBean;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Annotated beans that a test replaces stop no test; those that are left take their
 * locks.
 */
class ReplacedBeansTests {

	@ImportAutoConfiguration({ AopAutoConfiguration.class, SingletonSnapAutoConfiguration.class })
	@Import({ Agent.class, Other.class })
	static class Application {

	}

	abstract static class Installer {

		private final SingletonSnapManager manager;

		Installer(SingletonSnapManager manager) {
			this.manager = manager;
		}

		@SnapOperation("otelcol")
		String install() {
			this.manager.assertHeld("otelcol");
			return "guarded";
		}

	}

	static class Agent extends Installer {

		Agent(SingletonSnapManager manager) {
			super(manager);
		}

	}

	static class Other extends Installer {

		Other(SingletonSnapManager manager) {
			super(manager);
		}

	}

	@Nested
	@SpringJUnitConfig(Application.class)
	class Mocked {

		@MockitoBean
		private Agent agent;

		@Autowired
		private Other other;

		@Test
		void mockTakesNoLocksAndTheOthersDo() {
			Mockito.when(this.agent.install()).thenReturn("mocked");
			assertThat(this.agent.install()).isEqualTo("mocked");
			assertThat(this.other.install()).isEqualTo("guarded");
		}

	}

	@Nested
	@SpringJUnitConfig(Application.class)
	class Spied {

		@MockitoSpyBean
		private Other other;

		@Test
		void spyIsGuarded() {
			assertThat(this.other.install()).isEqualTo("guarded");
			Mockito.verify(this.other).install();
		}

	}

	@Nested
	@SpringJUnitConfig(Application.class)
	class OfTheTest {

		@TestBean
		private Other other = other();

		static Other other() {
			return new Other(SingletonSnapManager.inMemory("test/1"));
		}

		@Test
		void objectOfTheTestIsItsOwnAffair() {
			assertThatIllegalStateException().isThrownBy(this.other::install);
		}

	}

}
