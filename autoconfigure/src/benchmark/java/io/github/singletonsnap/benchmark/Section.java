package io.github.singletonsnap.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * One table of the results.
 */
interface Section {

	String name();

	String title();

	/**
	 * Measures.
	 * @param settings for how long
	 * @param directory for whatever files it needs
	 */
	List<Row> run(Settings settings, Path directory) throws IOException;

}
