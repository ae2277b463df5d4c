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
 * If the method returns a {@link java.util.concurrent.CompletionStage}, the locks are
 * held until that is completed, in whatever way; if a {@code Mono} or {@code Flux}, they
 * are acquired at each subscription, before the method runs for it, on a thread that may
 * wait, and held until the subscription ends. Such a hold belongs to the result: once the
 * method has returned, its thread waits for the lock like any other. What ends later in
 * any other way, such as a plain {@link java.util.concurrent.Future}, stops the start.
 * <p>
 * On a class: all its public methods, inherited ones too, but for those of
 * {@link Object}. On an interface: the methods that it has. A method's own annotation
 * comes before that of its class.
 * <p>
 * The method must be called through its Spring bean: a call from within the same object
 * does not pass the proxy that takes the lock. A method that cannot be intercepted
 * (private, static, final, …) stops the start.
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface SnapOperation {

	/**
	 * The snaps, with their instance keys if they have one. Several are acquired in
	 * sorted order, so that two methods never wait for each other.
	 * <p>
	 * May have placeholders, <code>${otel.snap}</code>, and after these SpEL templates
	 * over the method's arguments, such as <code>#{#request.snap}</code>: arguments by
	 * name ({@code #request}, if compiled with {@code -parameters}) or place
	 * ({@code #p0}), {@code #root.method}, {@code #root.target} and {@code #root.args},
	 * beans by name ({@code @naming.snap()}). A value that is null, empty or no snap's
	 * name is refused with an {@link IllegalArgumentException} before anything is locked.
	 * @return one snap's name or more
	 */
	String[] value();

	/**
	 * How long to wait for the locks, for all of them together: {@code 45s},
	 * {@code PT1M}, or a placeholder. Zero tries once.
	 * @return the longest wait; if empty, {@code singleton-snap.snap-timeout}
	 */
	String timeout() default "";

	/**
	 * What becomes of a call whose locks are not free in time.
	 * @return by default, an exception is thrown
	 */
	OnTimeout onTimeout() default OnTimeout.THROW;

}
