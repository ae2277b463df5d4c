package io.github.singletonsnap.aop;

import java.util.List;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.SnapLock;
import org.aopalliance.intercept.MethodInvocation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

/**
 * One call, with locks that cannot be closed without trouble.
 */
class GuardedCallTests {

	private final SnapLock first = mock(SnapLock.class);

	private final SnapLock second = mock(SnapLock.class);

	private final GuardedCall call = call();

	private GuardedCall call() {
		Guard guard = mock(Guard.class);
		List<Guard.Acquisition> acquisitions = List.of(acquisition(this.first), acquisition(this.second));
		given(guard.method()).willReturn("Agent.upgrade");
		given(guard.at(any(), any())).willReturn(acquisitions);
		return new GuardedCall(guard, mock(SingletonSnapManager.class), mock(MethodInvocation.class));
	}

	private static Guard.Acquisition acquisition(SnapLock lock) {
		Guard.Acquisition acquisition = mock(Guard.Acquisition.class);
		given(acquisition.acquire()).willReturn(lock);
		return acquisition;
	}

	@Test
	void allLocksAreClosedAtTheEndWhateverOneThrows() {
		willThrow(new IllegalStateException("broken")).given(this.second).close();
		assertThat(this.call.begin()).isTrue();
		assertThatIllegalStateException().isThrownBy(() -> this.call.end(null)).withMessage("broken");
		verify(this.first).close();
	}

	@Test
	void allLocksAreClosedWhenTheCallIsGivenUpWhateverOneThrows() {
		willThrow(new IllegalStateException("broken")).given(this.second).closeAfterFailure();
		assertThat(this.call.begin()).isTrue();
		assertThatIllegalStateException().isThrownBy(this.call::giveUp).withMessage("broken");
		verify(this.first).closeAfterFailure();
	}

}
