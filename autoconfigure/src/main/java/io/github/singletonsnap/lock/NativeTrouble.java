package io.github.singletonsnap.lock;

import java.io.IOException;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Why the native code cannot be called, and what to do. The JVM tells the cause once:
 * whoever tries again learns only that the class could not be initialized.
 */
final class NativeTrouble {

	private static final String MISSING = "JNA is missing: put net.java.dev.jna:jna on the class path";

	private static volatile @Nullable String first;

	private NativeTrouble() {
	}

	/**
	 * Looks whether JNA is there, and does not initialize it, which takes a tenth of a
	 * second.
	 */
	static void requireJna() {
		try {
			Class.forName("com.sun.jna.Native", false, NativeTrouble.class.getClassLoader());
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException("the native code that locks cannot be called: " + MISSING, ex);
		}
	}

	static IOException describe(LinkageError error) {
		Throwable cause = error;
		while (cause.getCause() != null) {
			cause = cause.getCause();
		}
		boolean again = cause instanceof NoClassDefFoundError
				&& String.valueOf(cause.getMessage()).startsWith("Could not initialize");
		String known = first;
		if (!again || known == null) {
			known = "the native code that locks cannot be loaded (" + text(cause) + "). " + remedy(cause);
			first = known;
		}
		return new IOException(known + (again ? ". Then restart this process" : ""), error);
	}

	// Of a class that could not be initialized before, the JVM tells why within this
	private static String text(Throwable cause) {
		return cause.toString()
			.replaceAll("\\s+", " ")
			.replaceFirst("^java\\.lang\\.ExceptionInInitializerError: Exception (.*) \\[in thread .*]$", "$1");
	}

	// By the text, which is all that is left of the first trouble when a class could not
	// be initialized for it
	private static String remedy(Throwable cause) {
		String text = text(cause).replace('/', '.');
		String lower = text.toLowerCase(Locale.ROOT);
		if (text.contains("ClassNotFoundException: com.sun.jna.")
				|| text.contains("NoClassDefFoundError: com.sun.jna.")) {
			return MISSING;
		}
		if (text.contains("OutOfMemoryError") || lower.contains("no space left")) {
			return "Make room in memory or in the temporary directory";
		}
		if (lower.contains("incompatible") || text.contains("NoSuchMethodError") || text.contains("NoSuchFieldError")) {
			return "Put one version of net.java.dev.jna:jna on the class path, of jar and native library, 5.9 or later";
		}
		if (cause instanceof RuntimeException || text.contains("IllegalCallerException")) {
			return "Allow native access with --enable-native-access=ALL-UNNAMED";
		}
		return "If the temporary directory is mounted noexec, name another one with -Djna.tmpdir";
	}

}
