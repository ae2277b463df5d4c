package io.github.singletonsnap;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.singletonsnap.support.Peer;
import io.github.singletonsnap.support.Snippets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The snippets of the README and of other pages, compiled and run as they stand.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReadmeTests {

	private static final String README = "README.md";

	private static final String ANNOTATIONS = "docs/annotations.md";

	private static final String ROLLOUT = "docs/rollout.md";

	private static final String TESTING = "docs/testing.md";

	private static final String WITHOUT_SPRING = "docs/without-spring.md";

	private static final String MAIN = """
			@org.springframework.boot.autoconfigure.SpringBootApplication
			class Main {
				public static void main(String[] args) throws Exception {
					try (var context = new org.springframework.boot.builder.SpringApplicationBuilder(Main.class)
							.web(org.springframework.boot.WebApplicationType.NONE).run(args)) {
						%s
					}
				}
			}
			""";

	// Where there are no locks. Only while the application starts: the JDK itself would
	// look
	// for its Windows parts
	private static final String WINDOWS = """
			if (args[0].equals("--singleton-snap.enabled=false")) {
				System.setProperty("os.name", "Windows 11");
			}
			try (""";

	@TempDir
	static Path compiled;

	private static Snippets snippets;

	private static ClassLoader loader;

	@TempDir
	Path temp;

	@BeforeAll
	static void compile() throws IOException {
		snippets = new Snippets(compiled).add("readme", "Collector", Snippets.of(README, "java", 0))
			.add("readme", "Main", MAIN.replace("try (", WINDOWS).formatted("""
					System.setProperty("os.name", "Linux");
					Collector collector = context.getBean(Collector.class);
					collector.install();
					collector.enableDebug();
					collector.leave();
					"""))
			.add("core", "Upgrade", Snippets.of(WITHOUT_SPRING, "java", 0))
			.add("annotations", "Agent", Snippets.of(ANNOTATIONS, "java", 0))
			.add("annotations", "Main", MAIN.formatted("""
					Agent agent = context.getBean(Agent.class);
					System.out.println(agent.refresh(new Agent.Request("otelcol", "edge")).join());
					agent.reconfigure();
					System.out.println(agent.statusUnlessBusy());
					"""))
			.add("rollout", "Upgrade", Snippets.of(ROLLOUT, "java", 0))
			.add("rollout", "Rollout", Snippets.of(ROLLOUT, "java", 1))
			.add("example", "Broken", Snippets.of(ANNOTATIONS, "java", 1))
			.add("example", "Main", MAIN.formatted(""))
			.add("testing", "Main", MAIN.formatted(""))
			.add("testing", "Collector", Snippets.of(TESTING, "java", 0))
			.add("testing", "CollectorTests", Snippets.of(TESTING, "java", 1))
			.add("testing", "CollectorSliceTests", Snippets.of(TESTING, "java", 2))
			.add("testing", "CollectorUnitTests", Snippets.of(TESTING, "java", 3));
		loader = snippets.compile();
	}

	// In a process of its own, whose commands are stand-ins
	@Test
	void applicationRunsItsCommandsUnderTheLocks() throws IOException {
		Files.writeString(compiled.resolve("application.yml"), Snippets.of(README, "yaml", 0));
		Path locks = this.temp.resolve("locks");
		command("snap", locks.resolve("LCK..otelcol"));
		command("sed", locks.resolve("LCK..config__etc_otelcol_config_yaml"));
		assertThat(start("readme.Main", "--singleton-snap.lock-dir=" + locks)).containsExactly(
				"held: snap install otelcol", "held: sed -i s/level: info/level: debug/ /etc/otelcol/config.yaml",
				"held: snap remove otelcol");
	}

	@Test
	void applicationRunsOnWindowsWhenItIsNotEnabled() throws IOException {
		Files.writeString(compiled.resolve("application.yml"), Snippets.of(README, "yaml", 0));
		command("snap", this.temp.resolve("none"));
		command("sed", this.temp.resolve("none"));
		assertThat(start("readme.Main", "--singleton-snap.enabled=false")).containsExactly("FREE: snap install otelcol",
				"FREE: sed -i s/level: info/level: debug/ /etc/otelcol/config.yaml");
	}

	@Test
	void programWithoutSpringRuns(CapturedOutput output) throws Exception {
		run("core.Upgrade", this.temp.toString());
		assertThat(output).contains("otelcol_0 may change otelcol now");
	}

	@Test
	void annotatedAgentRuns(CapturedOutput output) throws Exception {
		run("annotations.Main", "--singleton-snap.lock-dir=" + this.temp, "--singleton-snap.unit-name=a");
		assertThat(output).contains("otelcol follows edge\n", "Optional[idle]\n");
	}

	@Test
	void brokenBeanIsAnalysedAsThePageSays(CapturedOutput output) throws Exception {
		String expected = Snippets.of(ANNOTATIONS, "text", 0);
		assertThatException().isThrownBy(
				() -> run("example.Main", "--singleton-snap.lock-dir=" + this.temp, "--singleton-snap.unit-name=a"));
		assertThat(output).contains("APPLICATION FAILED TO START").contains(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "CollectorTests", "CollectorSliceTests", "CollectorUnitTests" })
	void testsOfThePageOnTestingPass(String name) throws Exception {
		inLoader(() -> runTests(name));
	}

	private static @Nullable Void runTests(String name) throws Exception {
		Class<?> type = loader.loadClass("testing." + name);
		List<Method> tests = Stream.of(type.getDeclaredMethods())
			.filter((method) -> method.isAnnotationPresent(Test.class))
			.toList();
		assertThat(tests).isNotEmpty();
		if (!MergedAnnotations.from(type).isPresent(BootstrapWith.class)) {
			for (Method test : tests) {
				call(test, instance(type));
			}
			return null;
		}
		TestContextManager manager = new TestContextManager(type);
		for (Method test : tests) {
			runTest(manager, test, instance(type));
		}
		manager.getTestContext().markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
		return null;
	}

	// As SpringExtension does
	private static void runTest(TestContextManager manager, Method test, Object instance) throws Exception {
		manager.prepareTestInstance(instance);
		manager.beforeTestMethod(instance, test);
		ApplicationContext context = manager.getTestContext().getApplicationContext();
		call(test, instance, Stream.of(test.getParameterTypes()).map(context::getBean).toArray());
		manager.afterTestMethod(instance, test, null);
	}

	private static Object instance(Class<?> type) throws ReflectiveOperationException {
		Constructor<?> constructor = type.getDeclaredConstructor();
		constructor.setAccessible(true);
		return constructor.newInstance();
	}

	private static @Nullable Object call(Method method, @Nullable Object target, Object... arguments)
			throws ReflectiveOperationException {
		method.setAccessible(true);
		return method.invoke(target, arguments);
	}

	@ParameterizedTest
	@CsvSource({ "README.md, starter", "docs/without-spring.md, autoconfigure" })
	void dependencyIsAModule(String page, String module) throws IOException {
		String pom = Snippets.page(module + "/pom.xml");
		assertThat(tags(Snippets.of(page, "xml", 0))).hasSize(3).allSatisfy((tag) -> assertThat(pom).contains(tag));
	}

	@Test
	void gradleHasTheSameDependencyAsMaven() throws IOException {
		String coordinates = String.join(":",
				tags(Snippets.of(README, "xml", 0)).map((tag) -> tag.replaceAll("<.*?>", "")).toList());
		assertThat(Snippets.of(README, "kotlin", 0)).contains("implementation(\"" + coordinates + "\")");
	}

	private static Stream<String> tags(String xml) {
		Matcher tag = Pattern.compile("<(groupId|artifactId|version)>.*</\\1>").matcher(xml);
		return tag.results().map(MatchResult::group);
	}

	@Test
	void manifestIsThatOfTheSample() throws IOException {
		String entry = "<Enable-Native-Access>ALL-UNNAMED</Enable-Native-Access>";
		assertThat(Snippets.page("sample-app/pom.xml")).contains(entry);
		assertThat(Snippets.of(README, "xml", 1)).contains("<artifactId>maven-jar-plugin</artifactId>", entry);
		assertThat(Snippets.of(README, "kotlin", 1)).contains("\"Enable-Native-Access\" to \"ALL-UNNAMED\"");
	}

	@Test
	void isShort() throws IOException {
		assertThat(Snippets.page(README).lines().count()).isLessThanOrEqualTo(150);
	}

	// Stands for the real command, and tells whether the lock is held while it runs
	private void command(String name, Path lock) throws IOException {
		Path bin = Files.createDirectories(this.temp.resolve("bin"));
		Path script = Files.writeString(bin.resolve(name), """
				#!/bin/sh
				flock --nonblock '%s' true && echo "FREE: %s $*" || echo "held: %s $*"
				""".formatted(lock, name, name));
		Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
	}

	private List<String> start(String main, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of("env", "PATH=" + this.temp.resolve("bin") + ":/usr/bin:/bin"));
		command.addAll(Peer.javaCommand(snippets.classPath(), main, (Object[]) arguments));
		command.addAll(List.of("--spring.main.banner-mode=off", "--logging.level.root=off"));
		try (Peer process = Peer.start(command.toArray(String[]::new))) {
			List<String> lines = process.readAll().lines().toList();
			assertThat(process.waitFor()).as(lines::toString).isZero();
			return lines;
		}
	}

	private static void run(String main, String... arguments) throws Exception {
		Method method = loader.loadClass(main).getDeclaredMethod("main", String[].class);
		inLoader(() -> call(method, null, (Object) arguments));
	}

	private static <T> void inLoader(Callable<T> action) throws Exception {
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		thread.setContextClassLoader(loader);
		try {
			action.call();
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

}
