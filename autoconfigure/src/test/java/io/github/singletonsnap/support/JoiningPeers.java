package io.github.singletonsnap.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Units in processes of their own that join and leave one snap. Whoever removes it waits
 * first until all that join have come as far as they can: to the lock if they take it, to
 * the end if not. So the race is open at every removal, and needs no luck.
 */
public final class JoiningPeers implements AutoCloseable {

	private final ExecutorService talks = Executors.newCachedThreadPool();

	private final List<Peer> units = new ArrayList<>();

	private final SortedSet<Integer> joined = new TreeSet<>();

	private final AtomicInteger removals = new AtomicInteger();

	private final Path snap;

	private final String asFarAsItCan;

	public JoiningPeers(Path directory, int size, boolean locked) throws IOException {
		this.snap = directory.resolve("snap");
		this.asFarAsItCan = locked ? "asking" : "joined";
		Files.createDirectory(directory.resolve("using"));
		for (int i = 0; i < size; i++) {
			this.units.add(Peer.java(JoiningPeer.class, directory, "unit_" + i, locked));
		}
		for (Peer unit : this.units) {
			unit.expect("ready");
		}
	}

	/**
	 * The units that use the snap now.
	 */
	public SortedSet<Integer> joined() {
		return new TreeSet<>(this.joined);
	}

	/**
	 * How often the snap was removed.
	 */
	public int removals() {
		return this.removals.get();
	}

	/**
	 * Lets units leave that have joined, and join that have not, all at the same moment.
	 * @return what went wrong
	 */
	public List<String> move(SortedSet<Integer> movers) throws Exception {
		CountDownLatch joining = new CountDownLatch((int) movers.stream().filter((i) -> !joined().contains(i)).count());
		for (int i : movers) {
			this.units.get(i).send(this.joined.contains(i) ? "leave" : "join");
		}
		List<Future<List<String>>> ends = new ArrayList<>();
		for (int i : movers) {
			ends.add(this.talks.submit(() -> talk(this.units.get(i), joining)));
		}
		List<String> violations = new ArrayList<>();
		for (Future<List<String>> end : ends) {
			violations.addAll(end.get(2, TimeUnit.MINUTES));
		}
		for (int i : movers) {
			if (!this.joined.remove(i)) {
				this.joined.add(i);
			}
		}
		if (Files.exists(this.snap) == this.joined.isEmpty()) {
			violations.add(this.joined.isEmpty() ? "left behind" : "gone under " + this.joined);
		}
		return violations;
	}

	private List<String> talk(Peer unit, CountDownLatch joining) throws Exception {
		List<String> violations = new ArrayList<>();
		while (true) {
			String line = unit.readLine();
			if (line == null) {
				throw new IllegalStateException("a unit died");
			}
			if (line.equals(this.asFarAsItCan)) {
				joining.countDown();
			}
			switch (line) {
				case "asking" -> {
				}
				case "joined", "left" -> {
					return violations;
				}
				case "removing" -> {
					this.removals.incrementAndGet();
					joining.await(1, TimeUnit.MINUTES);
					unit.send("go");
				}
				default -> violations.add(line);
			}
		}
	}

	@Override
	public void close() {
		this.units.forEach(Peer::close);
		this.talks.shutdownNow();
	}

}
