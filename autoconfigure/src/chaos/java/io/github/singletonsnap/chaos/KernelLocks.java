package io.github.singletonsnap.chaos;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the kernel tells of locks and of open files.
 */
final class KernelLocks {

	private KernelLocks() {
	}

	/**
	 * The processes that hold the flock of a file: none, or one.
	 */
	static List<Long> holders(FileId file) throws IOException {
		List<Long> holders = new ArrayList<>();
		for (String line : Files.readAllLines(Path.of("/proc/locks"))) {
			String[] words = line.split(" +", -1);
			if (words[1].equals("FLOCK") && words[5].endsWith(":" + file.inode()) && file.isOn(words[5])) {
				holders.add(Long.parseLong(words[4]));
			}
		}
		return holders;
	}

	/**
	 * Whether a process that does not look at the path has one of the files open.
	 */
	static boolean isOpenAmongForeigners(List<FileId> files, Fleet fleet) throws IOException {
		List<Long> leaders = fleet.units().stream().filter((unit) -> !unit.kind().isOurs()).map(Unit::pid).toList();
		try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
			for (Path process : processes) {
				if (leaders.contains(groupOf(Long.parseLong(process.getFileName().toString())))
						&& hasOpen(process.resolve("fd"), files)) {
					return true;
				}
			}
		}
		return false;
	}

	private static boolean hasOpen(Path descriptors, List<FileId> files) {
		try (DirectoryStream<Path> all = Files.newDirectoryStream(descriptors)) {
			for (Path descriptor : all) {
				if (Files.exists(descriptor) && files.contains(FileId.of(descriptor))) {
					return true;
				}
			}
			return false;
		}
		catch (IOException | DirectoryIteratorException ex) {
			// It has ended, or closed it
			return false;
		}
	}

	static long groupOf(long pid) {
		try {
			String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
			return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[2]);
		}
		catch (IOException ex) {
			return -1;
		}
	}

	/**
	 * Which file it is, whatever its name.
	 *
	 * @param device both numbers of the device in one
	 * @param inode the inode
	 */
	record FileId(long device, long inode) {

		static FileId of(Path file) throws IOException {
			Map<String, Object> attributes = Files.readAttributes(file, "unix:dev,ino");
			return new FileId((long) Objects.requireNonNull(attributes.get("dev")),
					(long) Objects.requireNonNull(attributes.get("ino")));
		}

		private boolean isOn(String place) {
			String[] numbers = place.split(":", -1);
			long major = (this.device >> 8) & 0xfff;
			long minor = (this.device & 0xff) | ((this.device >> 12) & ~0xffL);
			return Long.parseLong(numbers[0], 16) == major && Long.parseLong(numbers[1], 16) == minor;
		}

	}

}
