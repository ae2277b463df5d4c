package io.github.singletonsnap.benchmark;

/**
 * Says what to install, and nothing else.
 */
class MissingToolException extends RuntimeException {

	MissingToolException(String tool, String packages) {
		super("the benchmark needs " + tool + ": install it (Debian: apt-get install " + packages + ")", null, false,
				false);
	}

}
