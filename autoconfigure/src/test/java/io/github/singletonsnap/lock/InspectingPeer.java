package io.github.singletonsnap.lock;

import java.nio.file.Path;
import java.util.List;

import io.github.singletonsnap.state.LockState;

/**
 * Tells what it sees of a lock file: {@code InspectingPeer FILE}.
 */
public final class InspectingPeer {

	private InspectingPeer() {
	}

	public static void main(String[] args) {
		LockState state = FileLocks.inspect(List.of(Path.of(args[0]))).get(0);
		System.out.println("held " + state.held());
		System.out.println("holder " + state.holder());
		System.out.println("abandoned " + state.abandoned());
	}

}
