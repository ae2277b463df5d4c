package io.github.singletonsnap.chaos;

import java.io.UncheckedIOException;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

import io.github.singletonsnap.SingletonSnapException;
import io.github.singletonsnap.SnapLockInterruptedException;
import io.github.singletonsnap.SnapLockTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One thread of a unit: takes any lock, over and over, with much patience or little.
 */
final class Worker implements Runnable {

	private final Locker locker;

	private final SectionBody body;

	private final @Nullable Registrar registrar;

	private final Journal journal;

	private final String who;

	private final Random random;

	private volatile boolean over;

	Worker(Locker locker, SectionBody body, @Nullable Registrar registrar, Journal journal, String who, Random random) {
		this.locker = locker;
		this.body = body;
		this.registrar = registrar;
		this.journal = journal;
		this.who = who;
		this.random = random;
	}

	@Override
	public void run() {
		while (!this.over) {
			try {
				step();
			}
			catch (SnapLockTimeoutException ex) {
				// As it was to be
			}
			catch (SnapLockInterruptedException ex) {
				Thread.interrupted();
			}
			catch (SingletonSnapException | UncheckedIOException ex) {
				this.journal.append("refused", this.who, reason(ex));
				LockSupport.parkNanos(10_000_000);
			}
			catch (Throwable ex) {
				this.journal.append("trouble", this.who, ex.toString().replace('\n', ' '));
				ex.printStackTrace();
				LockSupport.parkNanos(10_000_000);
			}
		}
		if (this.registrar != null) {
			Thread.interrupted();
			this.registrar.leaveAll();
		}
	}

	private void step() {
		if (this.registrar != null && this.random.nextInt(20) == 0) {
			this.registrar.act(this.random);
			return;
		}
		Guarded guarded = Guarded.any(this.random);
		int micros = (this.random.nextInt(20) == 0) ? this.random.nextInt(3000) : 0;
		this.locker.run(guarded, wait(this.random.nextInt(5)), () -> this.body.run(guarded, micros));
		LockSupport.parkNanos(this.random.nextInt(2_000_000));
	}

	private static Locker.Wait wait(int one) {
		return switch (one) {
			case 0 -> Locker.Wait.NONE;
			case 1 -> Locker.Wait.SHORT;
			default -> Locker.Wait.LONG;
		};
	}

	private static String reason(RuntimeException ex) {
		String text = String.valueOf(ex.getMessage());
		for (String known : new String[] { "Read-only file system", "No space left on device", "Too many open files",
				"is absent", "does not exist", "was removed", "No such file" }) {
			if (text.contains(known)) {
				return known.replace(' ', '-');
			}
		}
		ex.printStackTrace();
		return "otherwise";
	}

	void end() {
		this.over = true;
	}

}
