package io.github.singletonsnap.autoconfigure;

import io.github.singletonsnap.SingletonSnapManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * Says so where an application builds its manager itself and leaves out the listeners:
 * all works, but nothing is measured, published or waited for.
 */
final class OwnManagerCheck implements ApplicationListener<ContextRefreshedEvent> {

	private static final Logger logger = LoggerFactory.getLogger(OwnManagerCheck.class);

	private final LockEvents events;

	private final ConfigurableApplicationContext context;

	OwnManagerCheck(LockEvents events, ConfigurableApplicationContext context) {
		this.events = events;
		this.context = context;
	}

	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		if (event.getApplicationContext() != this.context || this.events.isAttached() || isTest()) {
			return;
		}
		// Not one of a parent context, which has listeners of its own
		for (String name : this.context.getBeanNamesForType(SingletonSnapManager.class, false, false)) {
			logger.warn("The manager \"{}\" is not the auto-configured one, and was built without the application's "
					+ "listeners: there are no metrics and no events, and a shutdown does not wait for operations "
					+ "that run. Let its @Bean method take an ObjectProvider<SnapLockListener>, and call "
					+ "listeners.orderedStream().forEach(builder::listener)", name);
		}
	}

	// A test may put anything in the place of the manager
	private boolean isTest() {
		return this.context.getEnvironment().getPropertySources().contains(ManagerFactory.TEST_PROPERTIES);
	}

}
