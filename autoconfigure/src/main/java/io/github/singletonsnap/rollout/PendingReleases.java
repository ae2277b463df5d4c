package io.github.singletonsnap.rollout;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers in a directory of this machine which permits are to be given back, for a
 * process that dies before the database has heard of it. Names of empty files, which
 * nobody opens. Where it cannot remember, or the directory forgets at a reboot, the
 * machine keeps the permit until it tries again: no harm but a wait.
 */
final class PendingReleases {

	private static final Logger logger = LoggerFactory.getLogger(PendingReleases.class);

	private static final Pattern NAME = Pattern
		.compile("rollout\\.\\.([A-Za-z0-9_-]{1,64})\\.ended-(\\d{1,9})-(\\d{1,18})");

	private final @Nullable Path directory;

	/**
	 * Creates it.
	 * @param directory where to remember; {@code null} for nowhere
	 */
	PendingReleases(@Nullable Path directory) {
		this.directory = directory;
	}

	void add(Permit permit) {
		change(permit, (file) -> {
			try {
				Files.createFile(file);
			}
			catch (FileAlreadyExistsException ex) {
				logger.debug("{} is there already", file);
			}
		});
	}

	void remove(Permit permit) {
		change(permit, Files::deleteIfExists);
	}

	private void change(Permit permit, Change change) {
		if (this.directory == null) {
			return;
		}
		Path file = this.directory
			.resolve("rollout.." + permit.group() + ".ended-" + permit.slot() + "-" + permit.fence());
		try {
			change.make(file);
		}
		catch (IOException ex) {
			logger.warn("Cannot remember, by file {}, whether a permit is given back: {}", file, ex.toString());
		}
	}

	/**
	 * What processes before this one have left.
	 */
	List<Permit> read(String machine) {
		List<Permit> permits = new ArrayList<>();
		if (this.directory != null) {
			try (DirectoryStream<Path> files = Files.newDirectoryStream(this.directory, "rollout..*.ended-*")) {
				for (Path file : files) {
					Matcher name = NAME.matcher(file.getFileName().toString());
					if (name.matches()) {
						permits.add(new Permit(name.group(1), Integer.parseInt(name.group(2)), machine,
								Long.parseLong(name.group(3)), true));
					}
				}
			}
			catch (IOException | DirectoryIteratorException ex) {
				logger.warn("Cannot read from {} which permits are to be given back: {}", this.directory,
						ex.toString());
			}
		}
		return permits;
	}

	private interface Change {

		void make(Path file) throws IOException;

	}

}
