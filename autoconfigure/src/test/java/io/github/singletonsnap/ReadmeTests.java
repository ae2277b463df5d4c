package io.github.singletonsnap;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

import io.github.singletonsnap.support.Peer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The snippets of the README and of the page on annotations, compiled and run as they
 * stand.
 */
class ReadmeTests {

	private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final String MAIN = """
			@org.springframework.boot.autoconfigure.SpringBootApplication
			class Main {
				public static void main(String[] args) throws Exception {
					try (var context = org.springframework.boot.SpringApplication.run(Main.class, args)) {
						Collector collector = context.getBean(Collector.class);
						collector.install();
						collector.enableDebug();
						collector.leave();
					}
				}
			}
			""";

	private static final String STARTED = """
			@org.springframework.boot.autoconfigure.SpringBootApplication
			class Main {
				public static void main(String[] args) throws Exception {
					try (var context = org.springframework.boot.SpringApplication.run(Main.class, args)) {
						context.getBeanProvider(Agent.class).ifAvailable((agent) -> {
							System.out.println(agent.refresh(new Agent.Request("otelcol", "edge")).join());
							agent.reconfigure();
							System.out.println(agent.statusUnlessBusy());
						});
					}
				}
			}
			""";

	@TempDir
	Path temp;

	private String readme;

	private Path locks;

	@BeforeEach
	void read() throws IOException {
		this.readme = Files.readString(ROOT.resolve("README.md"));
		this.locks = this.temp.resolve("locks");
	}

	@Test
	void applicationRunsItsCommandsUnderTheLocks() throws IOException {
		Files.writeString(this.temp.resolve("application.yml"), snippet("yaml", 0));
		// Package-private as in the README, so in a package with the main class
		compile("Collector", snippet("java", 0));
		compile("Main", MAIN);
		command("snap", "LCK..otelcol");
		command("sed", "LCK..config__etc_otelcol_config_yaml");
		assertThat(run("readme.Main", "--singleton-snap.lock-dir=" + this.locks, "--spring.main.banner-mode=off",
				"--logging.level.root=off"))
			.containsExactly("held: snap install otelcol",
					"held: sed -i s/level: info/level: debug/ /etc/otelcol/config.yaml", "held: snap remove otelcol");
	}

	@Test
	void programWithoutSpringRuns() throws IOException {
		compile("Upgrade", snippet("java", 1));
		assertThat(run("readme.Upgrade", this.locks.toString())).containsExactly("otelcol_0 may change otelcol now");
	}

	@Test
	void annotatedAgentRuns() throws IOException {
		compile("Agent", annotations("java", 0));
		compile("Main", STARTED);
		assertThat(run("readme.Main", "--singleton-snap.lock-dir=" + this.locks, "--singleton-snap.unit-name=a",
				"--spring.main.banner-mode=off", "--logging.level.root=off"))
			.containsExactly("otelcol follows edge", "Optional[idle]");
	}

	@Test
	void brokenBeanIsAnalysedAsThePageSays() throws IOException {
		compile("Broken", annotations("java", 1));
		compile("Main", STARTED.replaceAll("(?s)context\\..*}\\);", ""));
		try (Peer process = start("readme.Main", "--singleton-snap.lock-dir=" + this.locks,
				"--singleton-snap.unit-name=a")) {
			assertThat(process.readAll()).contains("APPLICATION FAILED TO START").contains(annotations("text", 0));
			assertThat(process.waitFor()).isOne();
		}
	}

	private static String annotations(String language, int index) throws IOException {
		return snippet(Files.readString(ROOT.resolve("docs/annotations.md")), language, index);
	}

	@Test
	void dependencyIsTheStarter() throws IOException {
		String pom = Files.readString(ROOT.resolve("starter/pom.xml"));
		Matcher tag = Pattern.compile("<(groupId|artifactId|version)>.*</\\1>").matcher(snippet("xml", 0));
		assertThat(tag.results().map((result) -> result.group())).hasSize(3)
			.allSatisfy((it) -> assertThat(pom).contains(it));
	}

	@Test
	void isShort() {
		assertThat(this.readme.lines().count()).isLessThanOrEqualTo(150);
	}

	private String snippet(String language, int index) {
		return snippet(this.readme, language, index);
	}

	private static String snippet(String page, String language, int index) {
		Matcher fence = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(page);
		return fence.results().skip(index).findFirst().orElseThrow().group(1);
	}

	private void compile(String name, String source) throws IOException {
		Path file = Files.writeString(this.temp.resolve(name + ".java"), "package readme;\n" + source);
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		StringWriter messages = new StringWriter();
		assertThat(compiler
			.getTask(messages, null, null,
					List.of("-d", this.temp.toString(), "-cp", classPath(), "-proc:none", "-parameters"), null,
					compiler.getStandardFileManager(null, null, null).getJavaFileObjects(file))
			.call()).as(messages::toString).isTrue();
	}

	private String classPath() {
		return this.temp + ":" + System.getProperty("java.class.path");
	}

	// Stands for the real command, and tells whether the lock is held while it runs
	private void command(String name, String lock) throws IOException {
		Path bin = Files.createDirectories(this.temp.resolve("bin"));
		Path script = Files.writeString(bin.resolve(name), """
				#!/bin/sh
				flock --nonblock '%s' true && echo "FREE: %s $*" || echo "held: %s $*"
				""".formatted(this.locks.resolve(lock), name, name));
		Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
	}

	private Peer start(String main, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of("env", "PATH=" + this.temp.resolve("bin") + ":/usr/bin:/bin",
				Path.of(System.getProperty("java.home"), "bin/java").toString(), "--enable-native-access=ALL-UNNAMED",
				"-cp", classPath(), main));
		command.addAll(List.of(arguments));
		return Peer.start(command.toArray(String[]::new));
	}

	private List<String> run(String main, String... arguments) throws IOException {
		List<String> lines = new ArrayList<>();
		try (Peer process = start(main, arguments)) {
			for (String line = process.readLine(); line != null; line = process.readLine()) {
				lines.add(line);
			}
			assertThat(process.waitFor()).isZero();
		}
		return lines;
	}

}
