package io.github.singletonsnap.lock;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/**
 * Tries two times to lock a file, and says how that went: {@code LockingPeer FILE}.
 */
public final class LockingPeer {

	private LockingPeer() {
	}

	public static void main(String[] args) {
		FileLocks locks = new FileLocks("otelcol_0", PosixFilePermissions.fromString("rw-------"),
				Duration.ofMinutes(5));
		for (int i = 0; i < 2; i++) {
			try {
				System.out
					.println((locks.acquire(Path.of(args[0]), "test", Deadline.after(Duration.ZERO), null) != null)
							? "held" : "busy");
			}
			catch (Throwable ex) {
				System.out.println(ex.toString().replace('\n', ' '));
			}
		}
		System.exit(0);
	}

}
