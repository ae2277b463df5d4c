package io.github.singletonsnap.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The method works on snaps: it runs only while the lock of each of them is held, and
 * never at the same time as another operation on one of them, in this process or any
 * other on the machine.
 * <p>
 * The locks are acquired before the method runs and released when it has returned or
 * thrown. They are reentrant: annotated methods may call each other. If the locks are not
 * free in time, the method does not run and a
 * {@link io.github.singletonsnap.SnapLockTimeoutException} is thrown.
 * <p>
 * The method must be called through its Spring bean: a call from within the same object
 * does not pass the proxy that takes the lock.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface SnapOperation {

	/**
	 * The snaps, with their instance keys if they have one. Several are acquired in
	 * sorted order, so that two methods never wait for each other.
	 * <p>
	 * May have placeholders: {@code ${otel.snap}}.
	 * @return one snap's name or more
	 */
	String[] value();

	/**
	 * How long to wait for the locks, for all of them together: {@code 45s},
	 * {@code PT1M}, or a placeholder. Zero tries once.
	 * @return the longest wait; if empty, {@code singleton-snap.snap-timeout}
	 */
	String timeout() default "";

}
