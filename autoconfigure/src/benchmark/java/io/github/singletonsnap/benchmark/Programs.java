package io.github.singletonsnap.benchmark;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

import io.github.singletonsnap.support.Peer;

/**
 * The programs in C and Python that we compare with.
 */
final class Programs {

	private static final String FILELOCK = """
			from importlib import util
			if util.find_spec("filelock"):
			    import filelock
			    print(filelock.__version__)
			""";

	private Programs() {
	}

	static String compile(String source, Path directory) {
		String program = directory.resolve(source.replace(".c", "")).toString();
		try (Peer compiler = Peer.start("cc", "-O2", "-o", program, source(source))) {
			if (compiler.waitFor() == 0) {
				return program;
			}
		}
		catch (IOException ex) {
			// There is no cc
		}
		throw new MissingToolException("the C compiler cc, and the C library's headers", "gcc libc6-dev");
	}

	static String source(String name) {
		try {
			return Path.of(Programs.class.getResource("/benchmark/" + name).toURI()).toString();
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A Python that has filelock. The first on the path need not be that for which the
	 * system's packages are installed.
	 */
	static Python python() {
		for (String python : List.of("python3", "/usr/bin/python3")) {
			try (Peer probe = Peer.start(python, "-c", FILELOCK)) {
				String version = probe.readLine();
				if (version != null) {
					return new Python(python, version);
				}
			}
			catch (IOException ex) {
				// There is no such python3: try the next
			}
		}
		throw new MissingToolException("python3 with filelock", "python3-filelock");
	}

	/**
	 * A Python interpreter.
	 *
	 * @param command how to start it
	 * @param filelock the version of filelock that it has
	 */
	record Python(String command, String filelock) {

	}

}
