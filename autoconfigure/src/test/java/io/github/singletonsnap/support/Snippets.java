package io.github.singletonsnap.support;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * What pages show, as it stands: compiled in one run, each page in a package of its own,
 * as its classes are package-private.
 */
public final class Snippets {

	private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private final Path directory;

	private final List<Path> sources = new ArrayList<>();

	public Snippets(Path directory) {
		this.directory = directory;
	}

	public static String page(String page) throws IOException {
		return Files.readString(ROOT.resolve(page));
	}

	public static String of(String page, String language, int index) throws IOException {
		Matcher fence = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(page(page));
		return fence.results().skip(index).findFirst().orElseThrow().group(1);
	}

	public Snippets add(String packageName, String className, String source) throws IOException {
		Path file = Files.createDirectories(this.directory.resolve(packageName)).resolve(className + ".java");
		this.sources.add(Files.writeString(file, "package " + packageName + ";\n" + source));
		return this;
	}

	public ClassLoader compile() throws IOException {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		StringWriter messages = new StringWriter();
		if (!compiler
			.getTask(messages, null, null,
					List.of("-d", this.directory.toString(), "-cp", classPath(), "-proc:none", "-parameters"), null,
					compiler.getStandardFileManager(null, null, null).getJavaFileObjectsFromPaths(this.sources))
			.call()) {
			throw new IllegalStateException(messages.toString());
		}
		return new URLClassLoader(new URL[] { this.directory.toUri().toURL() }, Snippets.class.getClassLoader());
	}

	public String classPath() {
		return this.directory + ":" + System.getProperty("java.class.path");
	}

}
