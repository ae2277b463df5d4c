package io.github.singletonsnap.aop;

import org.jspecify.annotations.Nullable;

/**
 * An annotated method cannot run under its locks, at no call.
 */
final class UnusableGuardException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final transient Obstacle obstacle;

	UnusableGuardException(String reason, String remedy, @Nullable Throwable cause) {
		super(reason + ". " + remedy, cause);
		this.obstacle = new Obstacle(reason, remedy);
	}

	Obstacle getObstacle() {
		return this.obstacle;
	}

}
