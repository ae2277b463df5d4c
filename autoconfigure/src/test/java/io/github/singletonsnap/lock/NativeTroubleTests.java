package io.github.singletonsnap.lock;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import javax.tools.ToolProvider;

import io.github.singletonsnap.support.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Native code that cannot be called, the first time and the next.
 */
class NativeTroubleTests {

	private static final String IT = "java.io.IOException: the native code that locks cannot be loaded (";

	@TempDir
	Path temp;

	@Test
	void nativeLibraryOfAnotherVersionIsNamedEachTime() throws IOException {
		// As JNA does, which throws no LinkageError
		Path other = jna("static { if (true) { throw new Error(\"\\n\\nThere is an incompatible JNA native library "
				+ "installed on this system\\nExpected: 6.1.6\\nFound: 5.1.0\\n\"); } } "
				+ "public static int getLastError() { return 0; }");
		assertThat(tries(other + File.pathSeparator + withoutJna(), List.of())).hasSize(2)
			.allSatisfy((line) -> assertThat(line).startsWith(IT)
				.contains("There is an incompatible JNA native library")
				.contains("Put one version of net.java.dev.jna:jna on the class path"));
	}

	@Test
	void olderJnaIsNamedEachTime() throws IOException {
		Path other = jna("public static int getLastError() { return 0; }");
		assertThat(tries(other + File.pathSeparator + withoutJna(), List.of())).hasSize(2)
			.allSatisfy((line) -> assertThat(line).startsWith(IT)
				.contains("Put one version of net.java.dev.jna:jna on the class path"));
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_24)
	void deniedNativeAccessIsNamedEachTime() throws IOException {
		assertThat(tries(System.getProperty("java.class.path"), List.of("--illegal-native-access=deny"))).hasSize(2)
			.allSatisfy((line) -> assertThat(line).startsWith(IT)
				.contains("Allow native access with --enable-native-access=ALL-UNNAMED"));
	}

	/**
	 * The classes of a JNA that is not ours, as far as they are asked for.
	 */
	private Path jna(String body) throws IOException {
		Path source = Files.createDirectories(this.temp.resolve("source")).resolve("Native.java");
		Files.writeString(source, "package com.sun.jna; public final class Native { " + body + " }");
		Path classes = Files.createDirectories(this.temp.resolve("classes"));
		ToolProvider.getSystemJavaCompiler()
			.run(null, null, null, "-proc:none", "-d", classes.toString(), source.toString());
		Files.writeString(source.resolveSibling("Platform.java"), "package com.sun.jna; public final class Platform { "
				+ "public static final String C_LIBRARY_NAME = \"c\"; public static boolean isMac() { return false; } }");
		Files.writeString(source.resolveSibling("Library.java"), "package com.sun.jna; public interface Library { }");
		for (String name : List.of("Platform.java", "Library.java")) {
			ToolProvider.getSystemJavaCompiler()
				.run(null, null, null, "-proc:none", "-d", classes.toString(), source.resolveSibling(name).toString());
		}
		return classes;
	}

	private static String withoutJna() {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
			.filter((entry) -> !entry.contains("jna"))
			.collect(Collectors.joining(File.pathSeparator));
	}

	private List<String> tries(String classPath, List<String> options) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin/java").toString()));
		command.addAll(options);
		command.addAll(
				List.of("-cp", classPath, LockingPeer.class.getName(), this.temp.resolve("LCK..otelcol").toString()));
		try (Peer peer = Peer.start(command.toArray(String[]::new))) {
			return peer.readAll().lines().filter((line) -> line.startsWith("java.") || line.equals("held")).toList();
		}
	}

}
