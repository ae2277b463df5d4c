package io.github.singletonsnap.sample.unit;

import java.nio.file.Path;
import java.util.Optional;

import org.aspectj.lang.ProceedingJoinPoint;
import org.aspectj.lang.annotation.Around;
import org.aspectj.lang.annotation.Aspect;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * Watches a unit's operations where they are let in. It has the last place around the
 * agent's methods: inside the lock, and called anew by each retry.
 */
@Aspect
@Component
@Profile(UnitWork.PROFILE)
class Watch {

	private final Visits visits;

	private final Path dir;

	Watch(Visits visits, @Value("${sample.dir}") Path dir) {
		this.visits = visits;
		this.dir = dir;
	}

	@Around("@annotation(io.github.singletonsnap.annotation.SnapOperation)"
			+ " || @annotation(io.github.singletonsnap.annotation.SnapRemoval)"
			+ " || @annotation(io.github.singletonsnap.annotation.ConfigOperation)")
	@Nullable Object watch(ProceedingJoinPoint method) throws Throwable {
		Optional<Visit> visit = this.visits.current();
		return visit.isPresent() ? visit.get().enter(this.dir, method) : method.proceed();
	}

}
