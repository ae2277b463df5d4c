package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Tries out over and over whether locks exclude each other: {@code TestingPeer DIR}.
 */
public final class TestingPeer {

	private TestingPeer() {
	}

	public static void main(String[] args) throws IOException {
		FileLocks.test(Path.of(args[0]));
		System.out.println("testing");
		while (true) {
			FileLocks.test(Path.of(args[0]));
		}
	}

}
