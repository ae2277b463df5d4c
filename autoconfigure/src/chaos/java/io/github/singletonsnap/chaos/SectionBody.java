package io.github.singletonsnap.chaos;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * What a thread does under a lock: says so in the journal, and adds one to a counter that
 * nothing else guards.
 */
final class SectionBody {

	private static final int DIGITS = 12;

	private final Journal journal;

	private final String who;

	private final Map<Guarded, RandomAccessFile> counters = new EnumMap<>(Guarded.class);

	SectionBody(Journal journal, Path counters, String who) throws IOException {
		this.journal = journal;
		this.who = who;
		for (Guarded guarded : Guarded.values()) {
			this.counters.put(guarded, new RandomAccessFile(counters.resolve(guarded.id()).toFile(), "rw"));
		}
	}

	void run(Guarded guarded, int micros) {
		this.journal.append("enter", guarded.id(), this.who);
		try {
			RandomAccessFile counter = this.counters.get(guarded);
			byte[] digits = new byte[DIGITS];
			counter.seek(0);
			counter.readFully(digits);
			long count = Long.parseLong(new String(digits, StandardCharsets.US_ASCII).trim()) + 1;
			if (micros > 0) {
				LockSupport.parkNanos(micros * 1000L);
			}
			counter.seek(0);
			counter.write("%12d".formatted(count).getBytes(StandardCharsets.US_ASCII));
			this.journal.append("exit", guarded.id(), this.who, String.valueOf(count));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
