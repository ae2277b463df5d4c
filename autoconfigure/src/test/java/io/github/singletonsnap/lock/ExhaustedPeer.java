package io.github.singletonsnap.lock;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Takes all descriptors that it can have, and then creates a lock file:
 * {@code ExhaustedPeer DIR}.
 */
public final class ExhaustedPeer {

	private ExhaustedPeer() {
	}

	public static void main(String[] args) throws IOException {
		Path first = Path.of(args[0], "LCK..first");
		Set<PosixFilePermission> owner = PosixFilePermissions.fromString("rw-------");
		NativeFiles.INSTANCE.create(first, owner);
		List<RandomAccessFile> hogs = new ArrayList<>();
		try {
			while (true) {
				hogs.add(new RandomAccessFile(first.toFile(), "r"));
			}
		}
		catch (IOException ex) {
			System.err.println(hogs.size() + " are taken, and none is left: " + ex.getMessage());
		}
		try {
			NativeFiles.INSTANCE.create(first.resolveSibling("LCK..second"), owner);
			System.out.println("created");
		}
		catch (Throwable ex) {
			System.out.println(ex);
		}
		System.out.println(hogs.size() + " were open");
		System.exit(0);
	}

}
