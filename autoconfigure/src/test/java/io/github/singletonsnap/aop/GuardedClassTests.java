package io.github.singletonsnap.aop;

import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.singletonsnap.annotation.ConfigOperation;
import io.github.singletonsnap.annotation.SnapOperation;
import io.github.singletonsnap.annotation.SnapRemoval;
import io.github.singletonsnap.support.Peer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.annotation.AliasFor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Annotations on classes and interfaces, composed ones and inherited ones.
 */
class GuardedClassTests extends GuardedContext {

	private static Path locks = Path.of("");

	@BeforeEach
	void addBeans() {
		locks = this.directory;
		this.contextRunner = this.contextRunner.withBean("onClass", OnClass.class)
			.withBean(Inheriting.class)
			.withBean("implementing", Implementing.class)
			.withBean("generic", Generic.class)
			.withBean("ownGeneric", OwnGeneric.class)
			.withBean(Composed.class);
	}

	@Test
	void allPublicMethodsOfAnAnnotatedClassAreGuarded() {
		this.contextRunner.run((context) -> {
			OnClass bean = context.getBean("onClass", OnClass.class);
			assertThat(bean.first()).isEqualTo("[LCK..snap-a]");
			assertThat(bean.second()).isEqualTo("[LCK..snap-a]");
			assertThat(bean.notPublic()).isEqualTo("[]");
			assertThat(bean.toString()).isEqualTo("[]");
		});
	}

	@Test
	void methodsOwnAnnotationComesBeforeThatOfItsClass() {
		this.contextRunner.run((context) -> {
			OnClass bean = context.getBean("onClass", OnClass.class);
			assertThat(bean.own()).isEqualTo("[LCK..snap-b]");
			assertThat(bean.removal()).isEqualTo("[LCK..snap-b]");
			assertThat(bean.otherKind()).isEqualTo("[LCK..snap-a, LCK..config__x]");
		});
	}

	@Test
	void classesInheritTheAnnotationAndGiveItToWhatTheyInherit() {
		this.contextRunner.run((context) -> {
			Inheriting bean = context.getBean(Inheriting.class);
			assertThat(bean.first()).isEqualTo("[LCK..snap-a]");
			assertThat(bean.added()).isEqualTo("[LCK..snap-a]");
			assertThat(bean.own()).isEqualTo("[LCK..snap-b]");
			assertThat(context.getBean(Composed.class).base()).isEqualTo("[LCK..snap-b]");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "false" })
	void annotatedInterfaceGuardsTheMethodsThatItHas(String proxyTargetClass) {
		this.contextRunner.withPropertyValues("spring.aop.proxy-target-class=" + proxyTargetClass).run((context) -> {
			OnInterface bean = (OnInterface) context.getBean("implementing");
			assertThat(bean.fromInterface()).isEqualTo("[LCK..snap-a]");
			assertThat(bean.byDefault()).isEqualTo("[LCK..snap-a]");
			assertThat(((Other) bean).other()).isEqualTo("[]");
			assertThat(((Other) bean).inherited()).isEqualTo("[LCK..snap-b]");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "false" })
	void methodWithATypeParameterIsGuarded(String proxyTargetClass) {
		this.contextRunner.withPropertyValues("spring.aop.proxy-target-class=" + proxyTargetClass).run((context) -> {
			for (String name : List.of("generic", "ownGeneric")) {
				@SuppressWarnings("unchecked")
				OfType<String> bean = (OfType<String>) context.getBean(name);
				assertThat(bean.work("x")).isEqualTo("[LCK..snap-b]");
			}
		});
	}

	@Test
	void composedAnnotationGivesItsAttributesOn() {
		this.contextRunner.run((context) -> {
			Composed bean = context.getBean(Composed.class);
			assertThat(bean.onClass()).isEqualTo("[LCK..snap-b]");
			assertThat(bean.onMethod("snap-a")).isEqualTo("[LCK..snap-a]");
		});
	}

	static String held() {
		List<String> held = new ArrayList<>();
		try {
			for (String name : List.of("LCK..snap-a", "LCK..snap-b", "LCK..config__x")) {
				if (!Peer.isFreeForFlock(locks.resolve(name))) {
					held.add(name);
				}
			}
			return held.toString();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@SnapOperation("snap-a")
	public static class OnClass {

		public String first() {
			return held();
		}

		public String second() {
			return held();
		}

		@SnapOperation("snap-b")
		public String own() {
			return held();
		}

		@SnapRemoval("snap-b")
		public String removal() {
			return held();
		}

		@ConfigOperation("/x")
		public String otherKind() {
			return held();
		}

		String notPublic() {
			return held();
		}

		@Override
		public String toString() {
			return held();
		}

	}

	public static class Inheriting extends OnClass {

		@Override
		public String first() {
			return held();
		}

		public String added() {
			return held();
		}

	}

	@SnapOperation("snap-a")
	interface OnInterface {

		String fromInterface();

		default String byDefault() {
			return held();
		}

	}

	interface Other {

		String other();

		@SnapOperation("snap-b")
		String inherited();

	}

	public static class NotImplementing {

		public String inherited() {
			return held();
		}

	}

	public static class Implementing extends NotImplementing implements OnInterface, Other {

		@Override
		public String fromInterface() {
			return held();
		}

		@Override
		public String other() {
			return held();
		}

	}

	interface OfType<T> {

		@SnapOperation("snap-b")
		String work(T argument);

	}

	public static class Generalised<T> {

		public String work(T argument) {
			return held();
		}

	}

	public static class OwnGeneric implements OfType<String> {

		@Override
		public String work(String argument) {
			return held();
		}

	}

	public static class Generic extends Generalised<String> implements OfType<String> {

	}

	@SnapOperation("otelcol")
	@Retention(RetentionPolicy.RUNTIME)
	@interface On {

		@AliasFor(annotation = SnapOperation.class, attribute = "value")
		String snap();

	}

	@On(snap = "otelcol")
	@Retention(RetentionPolicy.RUNTIME)
	@interface OnOnce {

		@AliasFor(annotation = On.class, attribute = "snap")
		String which();

	}

	@OnOnce(which = "snap-b")
	@Retention(RetentionPolicy.RUNTIME)
	@interface OnB {

	}

	public static class Base {

		public String base() {
			return held();
		}

	}

	@OnB
	public static class Composed extends Base {

		public String onClass() {
			return held();
		}

		@OnOnce(which = "#{#name}")
		public String onMethod(String name) {
			return held();
		}

	}

}
