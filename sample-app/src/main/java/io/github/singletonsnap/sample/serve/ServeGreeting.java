package io.github.singletonsnap.sample.serve;

import java.time.Instant;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.sample.page.PageGreeting;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * What the page shows of this unit: what the actuator endpoint shows.
 */
@Component
@Profile(ServeController.PROFILE)
class ServeGreeting implements PageGreeting {

	private final SingletonSnapManager manager;

	ServeGreeting(SingletonSnapManager manager) {
		this.manager = manager;
	}

	@Override
	public Object greet() {
		return new View("serve", Instant.now(), this.manager.getUnitName(), ProcessHandle.current().pid(),
				this.manager.getLockDir().toString());
	}

	/**
	 * What there is to see.
	 *
	 * @param mode the command
	 * @param now the time
	 * @param unit this unit
	 * @param pid its process, which tells more of itself than the kernel does
	 * @param lockDir the directory of the locks
	 */
	record View(String mode, Instant now, String unit, long pid, String lockDir) {

	}

}
