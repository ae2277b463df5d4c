package io.github.singletonsnap.autoconfigure;

import java.io.IOException;

import io.github.singletonsnap.LockedOperation;
import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.annotation.SnapOperation;
import io.github.singletonsnap.support.Peer;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.autoconfigure.json.JsonTest;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What the page on testing says of a manager that a test replaces, or leaves out.
 */
class ManagerInTestsTests {

	private static <T> T prepared(T test) throws Exception {
		new TestContextManager(test.getClass()).prepareTestInstance(test);
		return test;
	}

	@Test
	void annotatedMethodDoesNotRunWithAMockAndSaysWhy() throws Exception {
		WithMock test = prepared(new WithMock());
		assertThatIllegalStateException().isThrownBy(test.agent::install)
			.withMessageContaining(
					"cannot lock for Agent.install: the SingletonSnapManager answers null, as a mock does")
			.withMessageContaining("@MockitoSpyBean");
		assertThat(test.agent.calls()).isZero();
	}

	// As a mock of all but the operation itself would
	@Test
	void annotatedMethodIsNotSkippedWhenTheMockGivesNoLock() throws Exception {
		WithMock test = prepared(new WithMock());
		Mockito.when(test.manager.operation("Agent.install"))
			.thenReturn(Mockito.mock(LockedOperation.class, Mockito.RETURNS_SELF));
		assertThatIllegalStateException().isThrownBy(test.agent::install).withMessageContaining("answers null");
		assertThat(test.agent.calls()).isZero();
	}

	@Test
	void spyLocksAndIsVerified() throws Exception {
		WithSpy test = prepared(new WithSpy());
		assertThat(test.agent.install()).isEqualTo("held");
		Mockito.verify(test.manager).register("otelcol", 80);
		assertThat(test.manager.getRevisions("otelcol")).containsExactly(80);
	}

	@Test
	void sliceHasNoManager() throws Exception {
		assertThat(prepared(new Slice()).context.getBeanProvider(SingletonSnapManager.class)).isEmpty();
	}

	@Test
	void sliceHasWhatItImports() throws Exception {
		assertThat(prepared(new ImportingSlice()).manager.getUnitName()).isEqualTo("test_0");
	}

	@Test
	void managerIsInMemoryWhereItIsNotEnabled() throws Exception {
		NotEnabled test = prepared(new NotEnabled());
		assertThat(test.agent.install()).isEqualTo("in memory");
		assertThat(test.manager.getUnitName()).isEqualTo("test_0");
	}

	@SpringBootTest(classes = Application.class)
	static class WithMock {

		@Autowired
		Agent agent;

		@MockitoBean
		SingletonSnapManager manager;

	}

	@SpringBootTest(classes = Application.class)
	static class WithSpy {

		@Autowired
		Agent agent;

		@MockitoSpyBean
		SingletonSnapManager manager;

	}

	@SpringBootTest(classes = Application.class, properties = "singleton-snap.enabled=false")
	static class NotEnabled {

		@Autowired
		Agent agent;

		@Autowired
		SingletonSnapManager manager;

	}

	@JsonTest
	@ContextConfiguration(classes = Empty.class)
	static class Slice {

		@Autowired
		ApplicationContext context;

	}

	@JsonTest
	@ContextConfiguration(classes = Empty.class)
	@ImportAutoConfiguration({ AopAutoConfiguration.class, SingletonSnapAutoConfiguration.class })
	static class ImportingSlice {

		@Autowired
		SingletonSnapManager manager;

	}

	@Configuration(proxyBeanMethods = false)
	static class Empty {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ AopAutoConfiguration.class, SingletonSnapAutoConfiguration.class })
	static class Application {

		@Bean
		Agent agent(SingletonSnapManager manager) {
			return new Agent(manager);
		}

	}

	static class Agent {

		private final SingletonSnapManager manager;

		private int calls;

		Agent(SingletonSnapManager manager) {
			this.manager = manager;
		}

		int calls() {
			return this.calls;
		}

		@SnapOperation("otelcol")
		String install() throws IOException {
			this.calls++;
			this.manager.assertHeld("otelcol");
			this.manager.register("otelcol", 80);
			if (!this.manager.getLockDir().isAbsolute()) {
				return "in memory";
			}
			return Peer.isFreeForFlock(this.manager.getLockDir().resolve("LCK..otelcol")) ? "free" : "held";
		}

	}

}
