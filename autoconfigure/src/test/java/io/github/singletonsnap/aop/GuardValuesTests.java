package io.github.singletonsnap.aop;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.singletonsnap.annotation.ConfigOperation;
import io.github.singletonsnap.annotation.SnapOperation;
import io.github.singletonsnap.annotation.SnapRemoval;
import io.github.singletonsnap.support.Peer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The names that an annotation can give, seen by flock(1) while the bodies run.
 */
class GuardValuesTests extends GuardedContext {

	@BeforeEach
	void addBeans() {
		this.contextRunner = this.contextRunner.withPropertyValues("otel.snap=otelcol", "otel.argument=#{#p0}")
			.withBean("naming", Naming.class)
			.withBean(Agent.class, () -> new Agent(this.directory));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			name          | LCK..alpha
			place         | LCK..alpha
			placeOfOther  | LCK..alpha
			record        | LCK..alpha
			bean          | LCK..alpha
			field         | LCK..alpha
			nested        | LCK..alpha
			method        | LCK..method
			target        | LCK..agent
			args          | LCK..alpha
			otherBean     | LCK..other-alpha
			mixed         | LCK..alpha-otelcol
			fromProperty  | LCK..alpha
			several       | LCK..alpha LCK..beta LCK..otelcol
			list          | LCK..alpha LCK..otelcol
			listAndText   | LCK..alpha-agent LCK..otelcol-agent
			config        | LCK..config__etc_alpha_yaml
			both          | LCK..alpha LCK..config__etc_alpha_yaml
			removal       | LCK..alpha
			""")
	void expressionIsEvaluatedOverTheArguments(String method, String locked) {
		run((agent) -> assertThat(call(agent, method, "alpha")).isEqualTo(locked));
	}

	@Test
	void eachCallHasItsOwnName() {
		run((agent) -> {
			assertThat(agent.name("alpha")).isEqualTo("LCK..alpha");
			assertThat(agent.name("beta")).isEqualTo("LCK..beta");
			assertThat(agent.name("alpha")).isEqualTo("LCK..alpha");
		});
	}

	@Test
	void argumentIsNoExpression() {
		run((agent) -> assertRefused(agent, "name", "#{'alpha'}", "\"#{#snap}\" gives a name that cannot be locked"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "null",
			textBlock = """
					name    | null       | Agent.name(String) under its lock: the expression "#{#snap}" gives null
					name    | ''         | Agent.name(String) under its lock: the expression "#{#snap}" gives a name that cannot be
					name    | a/b        | "a/b" is not a snap's name: it may have lower-case
					several | a/b        | the expression "#{#snap}" gives a name that cannot be locked
					mixed   | null       | the expression "#{#snap}-otelcol" gives null
					nested  | null       | the expression "#{#request.inner.snap}" cannot be evaluated
					config  | alpha.yaml | the expression "#{#p0.startsWith('/') || #p0.endsWith('yaml') ? #p0 : '/etc/' + #p0
					both    | a/b        | the expression "#{#snap}" gives a name that cannot be locked
					""")
	void badNameIsRefusedBeforeAnythingIsLocked(String method, @Nullable String argument, String message) {
		run((agent) -> assertRefused(agent, method, argument, message));
	}

	private void assertRefused(Agent agent, String method, @Nullable String argument, String message)
			throws IOException {
		assertThatIllegalArgumentException().isThrownBy(() -> call(agent, method, argument))
			.withMessageContaining(message)
			.withMessageContaining("Agent." + method + "(");
		assertThat(agent.calls()).isZero();
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void relativeConfigPathIsRefused() {
		run((agent) -> assertRefused(agent, "config", "alpha.yaml", "the path must be absolute"));
	}

	private void run(Body body) {
		this.contextRunner.run((context) -> body.run(context.getBean(Agent.class)));
	}

	private static String call(Agent agent, String name, @Nullable String argument) throws Exception {
		Method method = Stream.of(Agent.class.getDeclaredMethods())
			.filter((it) -> it.getName().equals(name))
			.findFirst()
			.orElseThrow();
		Class<?> type = method.getParameterTypes()[method.getParameterCount() - 1];
		Object last = argument;
		if (type == Request.class) {
			last = new Request(argument, (argument != null) ? new Request(argument, null) : null);
		}
		else if (type == RequestBean.class) {
			last = new RequestBean(argument);
		}
		try {
			return (String) ((method.getParameterCount() == 2) ? method.invoke(agent, 0, last)
					: method.invoke(agent, last));
		}
		catch (InvocationTargetException ex) {
			throw (Exception) ex.getCause();
		}
	}

	interface Body {

		void run(Agent agent) throws Exception;

	}

	record Request(@Nullable String snap, @Nullable Request inner) {

	}

	public static class RequestBean {

		public final @Nullable String field;

		RequestBean(@Nullable String snap) {
			this.field = snap;
		}

		public @Nullable String getSnap() {
			return this.field;
		}

	}

	public static class Naming {

		public String snap(String name) {
			return "other-" + name;
		}

	}

	public static class Agent {

		private final Path directory;

		private int calls;

		Agent(Path directory) {
			this.directory = directory;
		}

		@SnapOperation("#{#snap}")
		String name(@Nullable String snap) throws IOException {
			return held();
		}

		@SnapOperation("#{#p0}")
		String place(String snap) throws IOException {
			return held();
		}

		@SnapOperation("#{#a1}")
		String placeOfOther(int number, String snap) throws IOException {
			return held();
		}

		@SnapOperation("#{#request.snap}")
		String record(Request request) throws IOException {
			return held();
		}

		@SnapOperation("#{#request.snap}")
		String bean(RequestBean request) throws IOException {
			return held();
		}

		@SnapOperation("#{#request.field}")
		String field(RequestBean request) throws IOException {
			return held();
		}

		@SnapOperation("#{#request.inner.snap}")
		String nested(Request request) throws IOException {
			return held();
		}

		@SnapOperation("#{#root.method.name}")
		String method(String snap) throws IOException {
			return held();
		}

		@SnapOperation("#{#root.target.kind}")
		String target(String snap) throws IOException {
			return held();
		}

		@SnapOperation("#{#root.args[0]}")
		String args(String snap) throws IOException {
			return held();
		}

		@SnapOperation("#{@naming.snap(#snap)}")
		String otherBean(String snap) throws IOException {
			return held();
		}

		@SnapOperation("#{#snap}-${otel.snap}")
		String mixed(@Nullable String snap) throws IOException {
			return held();
		}

		@SnapOperation("${otel.argument}")
		String fromProperty(String snap) throws IOException {
			return held();
		}

		@SnapOperation({ "${otel.snap}", "beta", "#{#snap}" })
		String several(String snap) throws IOException {
			return held();
		}

		@SnapOperation("#{{'otelcol', #snap}}")
		String list(String snap) throws IOException {
			return held();
		}

		@SnapOperation("#{{#snap, 'otelcol'}}-agent")
		String listAndText(String snap) throws IOException {
			return held();
		}

		@ConfigOperation("#{#p0.startsWith('/') || #p0.endsWith('yaml') ? #p0 : '/etc/' + #p0 + '.yaml'}")
		String config(String name) throws IOException {
			return held();
		}

		@SnapOperation("#{#snap}")
		@ConfigOperation("/etc/#{#snap}.yaml")
		String both(String snap) throws IOException {
			return held();
		}

		@SnapRemoval("#{#snap}")
		String removal(String snap) throws IOException {
			return held();
		}

		public String getKind() {
			return "agent";
		}

		int calls() {
			return this.calls;
		}

		private String held() throws IOException {
			this.calls++;
			List<String> held = new ArrayList<>();
			try (Stream<Path> files = Files.list(this.directory)) {
				for (Path file : files.filter((it) -> !it.toString().endsWith(".gate")).sorted().toList()) {
					if (!Peer.isFreeForFlock(file)) {
						held.add(file.getFileName().toString());
					}
				}
			}
			return String.join(" ", held);
		}

	}

}
