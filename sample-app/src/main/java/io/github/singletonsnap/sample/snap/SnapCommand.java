package io.github.singletonsnap.sample.snap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A real snapd, by its command {@code snap}. Installs one local file, whatever the snap.
 */
final class SnapCommand implements SnapClient {

	private static final int CHANGE_CONFLICT = 10;

	private final String command;

	private final Path file;

	SnapCommand(String command, Path file) {
		this.command = command;
		this.file = file;
	}

	@Override
	public boolean isInstalled(String snap) {
		Result result = execute("list", snap);
		if (result.message().equals("no matching snaps installed")) {
			return false;
		}
		result.check();
		return true;
	}

	@Override
	public void install(String snap) {
		execute("install", "--dangerous", this.file.toString()).check();
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
		ProcessBuilder builder = new ProcessBuilder(words).redirectOutput(Redirect.DISCARD);
		// Messages as we know them, not translated
		builder.environment().put("LC_ALL", "C.UTF-8");
		try {
			Process process = builder.start();
			process.getOutputStream().close();
			String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
			// Not interruptible: snapd goes on with the change even if the command is
			// gone, so our lock must not be released earlier
			int exitCode = process.onExit().join().exitValue();
			return new Result(exitCode, errors.strip().replaceFirst("^error: ", ""));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private record Result(int exitCode, String message) {

		void check() {
			if (this.exitCode == CHANGE_CONFLICT) {
				throw new SnapChangeConflictException(this.message);
			}
			if (this.exitCode != 0) {
				throw new SnapException(this.message);
			}
		}

	}

}
