package io.github.singletonsnap.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The method runs only while this machine has a permit of a rollout: on so many machines
 * of the group at once as it has permits in the database, and in one unit of a machine at
 * a time.
 * <p>
 * If the method ends well, the permit is given back. If it throws, or its result fails or
 * is cancelled, or the process dies in it, the machine keeps the permit, unless
 * {@code on-failure} of the group is {@code release}, and enters by it when it tries
 * again. If there is no permit in time, the method does not run and a
 * {@link io.github.singletonsnap.rollout.RolloutPermitTimeoutException} is thrown; if the
 * database does not answer, it does not run and a
 * {@link io.github.singletonsnap.rollout.RolloutPermitException} is thrown.
 * <p>
 * With {@link SnapOperation}, {@link SnapRemoval} or {@link ConfigOperation} on the same
 * method the permit comes first, then snaps, then config files, each with its own
 * timeout. What is said of {@link SnapOperation} on places, results and calling holds
 * here too.
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface RolloutPermit {

	/**
	 * The group of machines: 1 to 64 ASCII letters, digits, {@code _} or {@code -}. May
	 * have placeholders and SpEL templates, as {@link SnapOperation#value()} says.
	 * @return the group's name
	 */
	String value();

	/**
	 * How long to wait for a permit: {@code 45s}, {@code PT1M}, or a placeholder. Zero
	 * asks once.
	 * @return the longest wait; if empty, {@code timeout} of the group, which is zero by
	 * default
	 */
	String timeout() default "";

	/**
	 * What becomes of a call for which there is no permit in time. If it is skipped, it
	 * was not this machine's turn: try again later.
	 * @return by default, an exception is thrown
	 */
	OnTimeout onTimeout() default OnTimeout.THROW;

}
