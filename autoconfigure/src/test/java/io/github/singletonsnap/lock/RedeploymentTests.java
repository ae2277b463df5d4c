package io.github.singletonsnap.lock;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications that come and go in one JVM, each with a class loader of its own.
 */
@Timeout(120)
class RedeploymentTests {

	@TempDir
	Path directory;

	@Test
	void noThreadAndNoDescriptorOfAnApplicationIsLeftWhenItIsGone() throws Exception {
		for (int i = 0; i < 10; i++) {
			deploy();
		}
		assertThat(descriptors()).isPositive();
		while (descriptors() > 0 || Thread.getAllStackTraces()
			.keySet()
			.stream()
			.anyMatch((thread) -> thread.getName().startsWith("singleton-snap"))) {
			Thread.onSpinWait();
		}
	}

	// JNA stays, as where a server has it for all its applications
	private void deploy() throws Exception {
		ClassLoader application = new URLClassLoader(classPath(), new Shared(getClass().getClassLoader()));
		Class<?> managers = application.loadClass("io.github.singletonsnap.SingletonSnapManager");
		Object builder = managers.getMethod("builder", String.class).invoke(null, "otelcol/0");
		Class<?> type = builder.getClass();
		type.getMethod("lockDir", Path.class).invoke(builder, this.directory);
		// So that it is looked often whether a lock is in use
		type.getMethod("holdWarning", Duration.class).invoke(builder, Duration.ofMillis(80));
		Object manager = type.getMethod("build").invoke(builder);
		Object lock = managers.getMethod("snapOperation", String.class).invoke(manager, "otelcol");
		application.loadClass("io.github.singletonsnap.SnapLock").getMethod("close").invoke(lock);
	}

	private static URL[] classPath() throws MalformedURLException {
		List<URL> urls = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
			urls.add(Path.of(entry).toUri().toURL());
		}
		return urls.toArray(URL[]::new);
	}

	private long descriptors() throws IOException {
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
			return descriptors.filter((fd) -> {
				try {
					return Files.readSymbolicLink(fd).startsWith(this.directory);
				}
				catch (IOException ex) {
					return false;
				}
			}).count();
		}
	}

	/**
	 * What applications have in common: all but the library.
	 */
	private static final class Shared extends ClassLoader {

		Shared(ClassLoader parent) {
			super(parent);
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (name.startsWith("io.github.singletonsnap.")) {
				throw new ClassNotFoundException(name);
			}
			return super.loadClass(name, resolve);
		}

	}

}
