package io.github.singletonsnap.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TimeZone;
import java.util.concurrent.locks.LockSupport;

import io.github.singletonsnap.SingletonSnapException;
import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.lock.BrokenLocks;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * A unit of ours:
 * {@code UnitMain manager|annotated|FAULT threads|virtual SEED ACTOR LOCKS JOURNAL COUNTERS}.
 * Does what its input says: {@code interrupt} one of its threads, or {@code finish}, and
 * then be there until the input ends.
 */
public final class UnitMain {

	private static final int THREADS = 3;

	private final Random random;

	private final String actor;

	private final Path locks;

	private final Journal journal;

	private final Path counters;

	private final List<Worker> workers = new ArrayList<>();

	private final List<Thread> threads = new ArrayList<>();

	private UnitMain(String[] args) throws Exception {
		this.random = new Random(Long.parseLong(args[2]));
		this.actor = args[3];
		this.locks = Path.of(args[4]);
		this.journal = new Journal(Path.of(args[5]));
		this.counters = Path.of(args[6]);
	}

	public static void main(String[] args) throws Exception {
		UnitMain unit = new UnitMain(args);
		unit.loadWhatTheJdkLoadsLate();
		switch (args[0]) {
			case "manager" -> unit.manager();
			case "annotated" -> unit.annotated();
			default -> unit.start(
					new BrokenLocker(new BrokenLocks(BrokenLocks.Fault.valueOf(args[0]), unit.name()), unit.locks),
					null);
		}
		unit.run(args[1].equals("virtual"));
		System.exit(0);
	}

	// What the JDK first needs while no descriptor is left, native code or time zones, it
	// never loads again
	private void loadWhatTheJdkLoadsLate() throws IOException {
		TimeZone.getDefault().getOffset(0);
		try (FileChannel channel = FileChannel.open(Path.of("/proc/self/stat"))) {
			channel.read(ByteBuffer.allocate(1));
		}
	}

	private String name() {
		return "chaos/" + this.actor.substring(0, this.actor.indexOf('.'));
	}

	private void manager() throws Exception {
		while (true) {
			try {
				SingletonSnapManager manager = SingletonSnapManager.builder(name()).lockDir(this.locks).build();
				start(new ManagerLocker(manager), manager);
				return;
			}
			catch (SingletonSnapException ex) {
				startsAgain();
			}
		}
	}

	private void annotated() throws Exception {
		while (true) {
			try {
				ConfigurableApplicationContext context = AnnotatedLocker.start(this.locks.toString(), name());
				start(new AnnotatedLocker(context.getBean(AnnotatedLocker.GuardedSections.class)),
						context.getBean(SingletonSnapManager.class));
				return;
			}
			catch (RuntimeException ex) {
				if (!(root(ex) instanceof IOException) && !hasRefusal(ex)) {
					throw ex;
				}
				startsAgain();
			}
		}
	}

	private static boolean hasRefusal(Throwable ex) {
		return ex instanceof SingletonSnapException || (ex.getCause() != null && hasRefusal(ex.getCause()));
	}

	private static Throwable root(Throwable ex) {
		return (ex.getCause() != null) ? root(ex.getCause()) : ex;
	}

	// The monkey has made the directory unusable
	private void startsAgain() {
		this.journal.append("refused", this.actor, "start");
		LockSupport.parkNanos(50_000_000);
	}

	private void start(Locker locker, @Nullable SingletonSnapManager manager) throws Exception {
		for (int i = 0; i < THREADS; i++) {
			String who = this.actor + "/" + i;
			Registrar registrar = (i == 0 && manager != null) ? new Registrar(manager, this.journal, who) : null;
			this.workers.add(new Worker(locker, new SectionBody(this.journal, this.counters, who), registrar,
					this.journal, who, new Random(this.random.nextLong())));
		}
	}

	private void run(boolean virtual) throws Exception {
		for (Worker worker : this.workers) {
			Thread thread = virtual ? startVirtual(worker) : new Thread(worker);
			if (!virtual) {
				thread.start();
			}
			this.threads.add(thread);
		}
		this.journal.append("started", this.actor);
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = input.readLine(); line != null; line = input.readLine()) {
			if (line.equals("interrupt")) {
				this.threads.get(this.random.nextInt(this.threads.size())).interrupt();
			}
			else {
				finish();
			}
		}
		finish();
	}

	// This is compiled for Java 17
	private static Thread startVirtual(Runnable worker) throws ReflectiveOperationException {
		return (Thread) Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, worker);
	}

	private void finish() throws InterruptedException {
		this.workers.forEach(Worker::end);
		for (Thread thread : this.threads) {
			thread.join();
		}
		this.journal.append("idle", this.actor);
	}

}
