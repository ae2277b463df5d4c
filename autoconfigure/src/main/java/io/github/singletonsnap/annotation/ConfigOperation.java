package io.github.singletonsnap.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The method reads or writes a config file that units share: it runs only while the lock
 * of that file is held. With {@link SnapOperation} on the same method, the snap is locked
 * first.
 * <p>
 * What is said of {@link SnapOperation} on places, results, waiting, failing and calling
 * holds here too.
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface ConfigOperation {

	/**
	 * The config files, each by its absolute path. They need not exist. Several are
	 * acquired in sorted order.
	 * <p>
	 * May have placeholders and SpEL templates, as {@link SnapOperation#value()} says.
	 * @return one path or more
	 */
	String[] value();

	/**
	 * How long to wait for the locks, for all of them together: {@code 5s}, {@code PT1M},
	 * or a placeholder. Zero tries once.
	 * @return the longest wait; if empty, {@code singleton-snap.config-timeout}
	 */
	String timeout() default "";

	/**
	 * What becomes of a call whose locks are not free in time.
	 * @return by default, an exception is thrown
	 */
	OnTimeout onTimeout() default OnTimeout.THROW;

}
