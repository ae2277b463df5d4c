package io.github.singletonsnap.sample.snap;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * A real snapd, by its command {@code snap}. Installs one local file, whatever the snap,
 * or without a file from the store.
 */
final class SnapCommand implements SnapClient {

	private static final int CHANGE_CONFLICT = 10;

	private static final Set<String> ENDED = Set.of("Done", "Undone", "Hold", "Error");

	// How snapd sums up what "snap set" does. That cannot take a snap away
	private static final String OPTIONS = "Change configuration of";

	private final String command;

	private final @Nullable Path file;

	SnapCommand(String command, @Nullable Path file) {
		this.command = command;
		this.file = file;
	}

	@Override
	public boolean isInstalled(String snap, OptionalInt revision) {
		String installed = installedRevision(snap);
		if (installed == null) {
			return false;
		}
		// After the list: a change that the list had seen half done is still in progress,
		// or was seen to have ended by the next list
		checkNoChangeInProgress(snap);
		return revision.isEmpty() || installed.equals(String.valueOf(revision.getAsInt()));
	}

	private @Nullable String installedRevision(String snap) {
		Result result = execute("list", snap);
		if (result.message().equals("no matching snaps installed")) {
			return null;
		}
		result.check();
		return result.table().stream().filter((row) -> row[0].equals(snap)).map((row) -> row[2]).findAny().orElse(null);
	}

	private void checkNoChangeInProgress(String snap) {
		Result result = execute("changes", snap);
		result.check();
		for (String[] change : result.table()) {
			if (!ENDED.contains(change[1]) && !String.join(" ", change).contains(OPTIONS)) {
				throw new SnapChangeConflictException("snap \"" + snap + "\" has change " + change[0] + " in progress");
			}
		}
	}

	@Override
	public void install(String snap, OptionalInt revision) {
		if (this.file != null) {
			execute("install", "--dangerous", this.file.toString()).check();
			return;
		}
		List<String> words = new ArrayList<>();
		words.add((installedRevision(snap) != null) ? "refresh" : "install");
		words.add(snap);
		revision.ifPresent((number) -> words.add("--revision=" + number));
		execute(words.toArray(String[]::new)).check();
	}

	@Override
	public void set(String snap, String option, String value) {
		execute("set", snap, option + "=" + value).check();
	}

	@Override
	public void remove(String snap) {
		execute("remove", snap).check();
	}

	@Override
	public String toString() {
		return "the snapd of this machine";
	}

	private Result execute(String... arguments) {
		List<String> words = new ArrayList<>(List.of(this.command));
		words.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(words);
		// Messages as we know them, not translated
		builder.environment().put("LC_ALL", "C.UTF-8");
		try {
			Process process = builder.start();
			process.getOutputStream().close();
			CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(process.getInputStream()));
			String errors = read(process.getErrorStream());
			// Not interruptible: snapd goes on with the change even if the command is
			// gone, so our lock must not be released earlier
			int exitCode = process.onExit().join().exitValue();
			return new Result(exitCode, output.join(), errors.strip().replaceFirst("^error: ", ""));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String read(InputStream stream) {
		try (stream) {
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private record Result(int exitCode, String output, String message) {

		/**
		 * The words of each line below the header.
		 */
		List<String[]> table() {
			return this.output.lines()
				.skip(1)
				.filter((line) -> !line.isBlank())
				.map((line) -> line.split("\\s+"))
				.toList();
		}

		void check() {
			// Only some commands exit with a code of their own
			if (this.exitCode == CHANGE_CONFLICT
					|| (this.exitCode != 0 && this.message.contains("change in progress"))) {
				throw new SnapChangeConflictException(this.message);
			}
			if (this.exitCode != 0) {
				throw new SnapException(this.message);
			}
		}

	}

}
