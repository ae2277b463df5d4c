package io.github.singletonsnap.support;

import java.nio.file.Path;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.SnapLockException;

/**
 * Prints what is said of a lock directory.
 */
public final class LockDirectoryProbe {

	private LockDirectoryProbe() {
	}

	public static void main(String[] args) {
		try {
			SingletonSnapManager.builder("a").lockDir(Path.of(args[0])).build();
			System.out.println("usable");
		}
		catch (SnapLockException ex) {
			System.out.println(ex.getMessage());
		}
	}

}
