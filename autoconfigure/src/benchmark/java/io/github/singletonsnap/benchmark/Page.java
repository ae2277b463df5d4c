package io.github.singletonsnap.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page that keeps the findings, a part for each JDK. A run replaces that of its own
 * and leaves all else as it is: what the figures mean is written by people.
 */
final class Page {

	private static final Pattern PART = Pattern.compile("^## JDK (\\d+)\n.*?(?=^## |\\z)",
			Pattern.MULTILINE | Pattern.DOTALL);

	private Page() {
	}

	static void write(Path page, Findings findings) throws IOException {
		String text = Files.exists(page) ? Files.readString(page) : "# Benchmarks\n";
		Files.createDirectories(page.toAbsolutePath().getParent());
		Files.writeString(page, replace(text, Runtime.version().feature(), findings.toMarkdown()));
	}

	private static String replace(String text, int jdk, String part) {
		int from = text.length();
		int to = from;
		Matcher existing = PART.matcher(text);
		while (existing.find()) {
			int version = Integer.parseInt(existing.group(1));
			from = (version > jdk) ? existing.start() : existing.end();
			to = from;
			if (version == jdk) {
				from = existing.start();
			}
			if (version >= jdk) {
				break;
			}
		}
		String rest = text.substring(to);
		return text.substring(0, from).stripTrailing() + "\n\n## JDK " + jdk + "\n\n" + part
				+ (rest.isEmpty() ? "" : "\n" + rest);
	}

}
