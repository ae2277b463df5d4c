package io.github.singletonsnap.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Who waits for a file, as the kernel lists it.
 */
public final class KernelWaiters {

	private KernelWaiters() {
	}

	/**
	 * Waits until that many processes and threads wait for the file.
	 */
	public static void await(Path file, int count) throws IOException {
		while (pids(file).size() < count) {
			Thread.onSpinWait();
		}
	}

	public static List<Long> pids(Path file) throws IOException {
		String inode = ":" + Files.getAttribute(file, "unix:ino") + " ";
		return Files.readAllLines(Path.of("/proc/locks"))
			.stream()
			.filter((line) -> line.contains("->") && line.contains(inode))
			.map((line) -> Long.valueOf(line.trim().split(" +", -1)[5]))
			.toList();
	}

}
