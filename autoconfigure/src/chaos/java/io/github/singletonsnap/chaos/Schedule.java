package io.github.singletonsnap.chaos;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be done later: to end what the monkey has begun.
 */
final class Schedule {

	private final List<Entry> entries = new ArrayList<>();

	void in(long millis, Task task) {
		this.entries.add(new Entry(System.nanoTime() + millis * 1_000_000, task));
	}

	void runWhatIsDue() throws IOException {
		long now = System.nanoTime();
		run(this.entries.stream().filter((entry) -> entry.due() - now <= 0).toList());
	}

	void runAll() throws IOException {
		while (!this.entries.isEmpty()) {
			run(List.copyOf(this.entries));
		}
	}

	private void run(List<Entry> due) throws IOException {
		this.entries.removeAll(due);
		for (Entry entry : due) {
			entry.task().run();
		}
	}

	/**
	 * Something to do.
	 */
	interface Task {

		void run() throws IOException;

	}

	private record Entry(long due, Task task) {
	}

}
