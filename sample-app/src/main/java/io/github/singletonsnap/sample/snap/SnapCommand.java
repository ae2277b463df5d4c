package io.github.singletonsnap.sample.snap;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

	private final SnapProgress progress;

	SnapCommand(String command, @Nullable Path file, SnapProgress progress) {
		this.command = command;
		this.file = file;
		this.progress = progress;
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
		for (SnapTask change : changesInProgress(snap)) {
			if (!change.summary().contains(OPTIONS)) {
				throw new SnapChangeConflictException(
						"snap \"" + snap + "\" has change " + change.id() + " in progress");
			}
		}
	}

	@Override
	public List<SnapTask> changesInProgress(String snap) {
		Result result = execute("changes", snap);
		result.check();
		return result.table()
			.stream()
			.filter((change) -> !ENDED.contains(change[1]))
			.map((change) -> new SnapTask(change[0], "", String.join(" ", change)))
			.toList();
	}

	@Override
	public void install(String snap, OptionalInt revision) {
		if (this.file != null) {
			change(snap, "install", "--dangerous", this.file.toString());
			return;
		}
		List<String> words = new ArrayList<>();
		words.add((installedRevision(snap) != null) ? "refresh" : "install");
		words.add(snap);
		revision.ifPresent((number) -> words.add("--revision=" + number));
		change(snap, words.toArray(String[]::new));
	}

	@Override
	public void set(String snap, String option, String value) {
		change(snap, "set", snap, option + "=" + value);
	}

	@Override
	public void remove(String snap) {
		change(snap, "remove", snap);
	}

	@Override
	public boolean isStandIn() {
		return false;
	}

	@Override
	public String toString() {
		return "the snapd of this machine";
	}

	private void change(String snap, String... arguments) {
		try (SnapFollower follower = new SnapFollower(() -> progress(snap), this.progress)) {
			execute(arguments).check();
		}
	}

	/**
	 * How far the change of a snap has come.
	 */
	private Optional<String> progress(String snap) {
		return changesInProgress(snap).stream().findFirst().map((change) -> {
			List<String[]> tasks = execute("tasks", change.id()).table();
			long done = tasks.stream().filter((task) -> ENDED.contains(task[0])).count();
			String current = tasks.stream()
				.filter((task) -> task[0].equals("Doing"))
				.map(SnapCommand::summary)
				.findFirst()
				.orElse("change " + change.id());
			return current + " (" + done + " of " + tasks.size() + " tasks done)";
		});
	}

	// Before it are two times, each "-" or of three words
	private static String summary(String[] task) {
		int word = 1;
		for (int i = 0; i < 2; i++) {
			word += task[word].equals("-") ? 1 : 4;
		}
		return String.join(" ", List.of(task).subList(Math.min(word, task.length), task.length));
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
