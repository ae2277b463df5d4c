package io.github.singletonsnap.aop;

import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.CharBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.github.singletonsnap.annotation.ConfigOperation;
import io.github.singletonsnap.annotation.SnapOperation;
import io.github.singletonsnap.annotation.SnapRemoval;
import io.github.singletonsnap.support.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Several annotations for one method, and the names that they give.
 */
class AnnotationsTogetherTests extends GuardedContext {

	@Test
	void allAnnotationsOfAnElementCount() {
		this.contextRunner.withBean(Agent.class, () -> new Agent(this.directory)).run((context) -> {
			Agent agent = context.getBean(Agent.class);
			assertThat(agent.twoComposed()).containsExactly("LCK..first", "LCK..second");
			assertThat(agent.directAndComposed()).containsExactly("LCK..first", "LCK..own");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "false" })
	void annotationsOfTwoInterfacesCount(String proxyTargetClass) {
		this.contextRunner.withPropertyValues("spring.aop.proxy-target-class=" + proxyTargetClass)
			.withBean("both", One.class, () -> new Both(this.directory))
			.run((context) -> assertThat(context.getBean(One.class).work()).containsExactly("LCK..first",
					"LCK..second"));
	}

	@Test
	void annotationsOfAMethodReplaceThoseOfItsClassOfTheSameKind() {
		this.contextRunner.withBean(OfClass.class, () -> new OfClass(this.directory)).run((context) -> {
			OfClass agent = context.getBean(OfClass.class);
			assertThat(agent.own()).containsExactly("LCK..config__etc_x", "LCK..own");
			assertThat(agent.ofClass()).containsExactly("LCK..config__etc_x", "LCK..otelcol");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "false" })
	void expressionOfAnInterfaceNamesItsOwnParameters(String proxyTargetClass) {
		this.contextRunner.withPropertyValues("spring.aop.proxy-target-class=" + proxyTargetClass)
			.withBean("mover", Mover.class, () -> new MoverImpl(this.directory))
			.run((context) -> assertThat(context.getBean(Mover.class).move("aa", "bb")).containsExactly("LCK..aa"));
	}

	@Test
	void onlyTextNumbersEnumsAndPathsAreNames() {
		this.contextRunner.withBean(Agent.class, () -> new Agent(this.directory)).run((context) -> {
			Agent agent = context.getBean(Agent.class);
			assertThat(agent.config(Path.of("/etc/x"))).containsExactly("LCK..config__etc_x");
			assertThat(agent.config(CharBuffer.wrap("/etc/x"))).containsExactly("LCK..config__etc_x");
			assertThat(agent.config(List.of("/etc/y", Path.of("/etc/x")))).containsExactly("LCK..config__etc_x",
					"LCK..config__etc_y");
			assertThat(agent.config(new String[] { "/etc/x" })).containsExactly("LCK..config__etc_x");
			assertThat(agent.mixed(Set.of(1, 2))).containsExactly("LCK..config__etc_1", "LCK..config__etc_2");
			for (Object value : new Object[] { new Object(), List.of(), List.of(new Object()), new String[0] }) {
				assertThatIllegalArgumentException().isThrownBy(() -> agent.config(value))
					.withMessageContaining("Agent.config(Object) under its lock");
			}
			assertThatIllegalArgumentException().isThrownBy(() -> agent.mixed(new Object()));
			assertThatIllegalArgumentException().isThrownBy(() -> agent.added(new Object()))
				.withMessageContaining("only text, numbers, enums and paths are");
			assertThat(agent.added(7)).containsExactly("LCK..config__etc_7");
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { OtherTimeout.class, OtherOnTimeout.class, SeveralRemovals.class, OnlyPackagePrivate.class,
			Marked.class })
	void annotationsThatCannotHoldTogetherStopTheStart(Class<?> type) {
		this.contextRunner.withUserConfiguration(type)
			.run((context) -> assertThat(context).getFailure().isInstanceOf(UnguardedMethodsException.class));
	}

	@Retention(RetentionPolicy.RUNTIME)
	@SnapOperation("first")
	@interface First {

	}

	@Retention(RetentionPolicy.RUNTIME)
	@SnapOperation("second")
	@interface Second {

	}

	@Retention(RetentionPolicy.RUNTIME)
	@SnapOperation(value = "third", timeout = "9s")
	@interface Patient {

	}

	public static class Held {

		private final Path directory;

		Held(Path directory) {
			this.directory = directory;
		}

		List<String> held() {
			TreeSet<String> held = new TreeSet<>();
			for (String name : Set.of("first", "second", "own", "otelcol", "aa", "bb", "config__etc_x", "config__etc_y",
					"config__etc_1", "config__etc_2", "config__etc_7")) {
				try {
					if (!Peer.isFreeForFlock(this.directory.resolve("LCK.." + name))) {
						held.add("LCK.." + name);
					}
				}
				catch (IOException ex) {
					throw new IllegalStateException(ex);
				}
			}
			return List.copyOf(held);
		}

	}

	public static class Agent extends Held {

		Agent(Path directory) {
			super(directory);
		}

		@First
		@Second
		public List<String> twoComposed() {
			return held();
		}

		@First
		@SnapOperation("own")
		public List<String> directAndComposed() {
			return held();
		}

		@ConfigOperation("#{#p0}")
		public List<String> config(Object path) {
			return held();
		}

		@ConfigOperation("/etc/#{#p0}")
		public List<String> mixed(Object name) {
			return held();
		}

		@ConfigOperation("#{'/etc/' + #p0}")
		public List<String> added(Object name) {
			return held();
		}

	}

	interface One {

		@SnapOperation("first")
		List<String> work();

	}

	interface Two {

		@SnapOperation("second")
		List<String> work();

	}

	public static class Both extends Held implements One, Two {

		Both(Path directory) {
			super(directory);
		}

		@Override
		public List<String> work() {
			return held();
		}

	}

	@SnapOperation("otelcol")
	@ConfigOperation("/etc/x")
	public static class OfClass extends Held {

		OfClass(Path directory) {
			super(directory);
		}

		@SnapOperation("own")
		public List<String> own() {
			return held();
		}

		public List<String> ofClass() {
			return held();
		}

	}

	interface Mover {

		@SnapOperation("#{#from}")
		List<String> move(String from, String to);

	}

	public static class MoverImpl extends Held implements Mover {

		MoverImpl(Path directory) {
			super(directory);
		}

		@Override
		@SuppressWarnings("OverridingMethodInconsistentArgumentNamesChecker")
		public List<String> move(String to, String from) {
			return held();
		}

	}

	public static class OtherTimeout {

		@First
		@Patient
		void work() {
		}

	}

	public static class OtherOnTimeout {

		@First
		@SnapOperation(value = "own", onTimeout = io.github.singletonsnap.annotation.OnTimeout.SKIP)
		void work() {
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@SnapRemoval("first")
	@interface RemovesFirst {

	}

	public static class SeveralRemovals {

		@RemovesFirst
		@SnapRemoval("second")
		void work() {
		}

	}

	@SnapOperation("otelcol")
	public static class OnlyPackagePrivate {

		void work() {
		}

	}

	@SnapOperation("otelcol")
	interface Marker {

	}

	public static class Marked implements Marker {

		public void work() {
		}

	}

}
