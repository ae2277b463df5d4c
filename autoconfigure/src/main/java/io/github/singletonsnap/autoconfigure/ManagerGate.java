package io.github.singletonsnap.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.SnapLock;
import io.github.singletonsnap.SnapLockException;
import io.github.singletonsnap.SnapLockInterruptedException;
import io.github.singletonsnap.SnapLockTimeoutException;
import io.github.singletonsnap.rollout.MachineGate;
import io.github.singletonsnap.rollout.RolloutPermitException;
import io.github.singletonsnap.rollout.RolloutPermitInterruptedException;
import io.github.singletonsnap.rollout.RolloutPermitTimeoutException;

/**
 * The turns of a machine's units, by a lock of theirs.
 *
 * @param manager has the locks
 */
record ManagerGate(SingletonSnapManager manager) implements MachineGate {

	@Override
	public Turn enter(String group, Duration timeout) {
		try {
			return new LockTurn(this.manager.operation("a permit").timeout(timeout).rollout(group));
		}
		catch (SnapLockTimeoutException ex) {
			throw new RolloutPermitTimeoutException("cannot have a permit of rollout \"" + group
					+ "\": it is another unit's turn on this machine. " + ex.getMessage(), List.of(), ex);
		}
		catch (SnapLockInterruptedException ex) {
			throw new RolloutPermitInterruptedException(
					"cannot have a permit of rollout \"" + group + "\": " + ex.getMessage(), ex);
		}
		catch (SnapLockException | IllegalStateException ex) {
			throw new RolloutPermitException("cannot have a permit of rollout \"" + group + "\": " + ex.getMessage(),
					ex);
		}
	}

	private record LockTurn(SnapLock lock) implements Turn {

		@Override
		public void detach() {
			this.lock.detach();
		}

		@Override
		public void close() {
			this.lock.close();
		}

	}

}
