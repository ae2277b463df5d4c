package io.github.singletonsnap.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The method removes a snap: it runs only if no other unit uses the snap. Under the
 * snap's lock, if another unit is registered, only unregisters this one and the method
 * does not run: {@code null}, or as empty a result as {@link OnTimeout#SKIP} has, is
 * returned. If none is, the method runs, and then this unit is unregistered. If the
 * method throws, its result fails or is cancelled, or the process dies in it, this unit
 * stays registered.
 * <p>
 * What is said of {@link SnapOperation} on places, results, waiting, failing and calling
 * holds here too. Not on a method that returns a primitive value, which has none for a
 * skipped removal, and not together with {@link SnapOperation}: both stop the start. With
 * {@link ConfigOperation} on the same method, the snap is locked first, and all locks
 * before the other units are looked at.
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface SnapRemoval {

	/**
	 * The snap, with its instance key if it has one. May have placeholders and SpEL
	 * templates, as {@link SnapOperation#value()} says.
	 * @return the snap's name
	 */
	String value();

	/**
	 * How long to wait for the lock: {@code 45s}, {@code PT1M}, or a placeholder. Zero
	 * tries once.
	 * @return the longest wait; if empty, {@code singleton-snap.snap-timeout}
	 */
	String timeout() default "";

	/**
	 * What becomes of a call whose lock is not free in time. A call that is skipped for
	 * that does not unregister this unit.
	 * @return by default, an exception is thrown
	 */
	OnTimeout onTimeout() default OnTimeout.THROW;

}
