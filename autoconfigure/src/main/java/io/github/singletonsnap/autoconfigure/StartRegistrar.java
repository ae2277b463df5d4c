package io.github.singletonsnap.autoconfigure;

import java.util.List;
import java.util.function.Consumer;

import io.github.singletonsnap.SingletonSnapException;
import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.autoconfigure.SingletonSnapProperties.Use;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.Ordered;

/**
 * Registers the unit for the snaps that are listed in the properties, before the
 * application is ready. Not before all else has started: a unit whose start is refused
 * would be registered for snaps that it does not use.
 */
final class StartRegistrar implements ApplicationListener<ContextRefreshedEvent>, Ordered {

	private final SingletonSnapManager manager;

	private final List<Use> uses;

	private final ApplicationContext context;

	StartRegistrar(SingletonSnapManager manager, List<Use> uses, ApplicationContext context) {
		this.manager = manager;
		this.uses = uses;
		this.context = context;
	}

	// Before what applications begin at the same moment, as scheduled tasks
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		// A child context, as that of the management port, tells its parents too
		if (event.getApplicationContext() != this.context) {
			return;
		}
		// All names first: who is refused for one is registered for none
		forEach((use) -> this.manager.getUnits(use.snap()));
		forEach(this::register);
		UnknownProperties.warn(this.context);
	}

	private void forEach(Consumer<Use> step) {
		for (int i = 0; i < this.uses.size(); i++) {
			run("singleton-snap.register[" + i + "]", this.uses.get(i), step);
		}
	}

	private void register(Use use) {
		if (use.revision() == null) {
			this.manager.register(use.snap());
		}
		else {
			this.manager.register(use.snap(), use.revision());
		}
	}

	private static void run(String property, Use use, Consumer<Use> step) {
		try {
			step.accept(use);
		}
		catch (IllegalArgumentException ex) {
			throw SingletonSnapConfigurationException.ofProperty(property, ex.getMessage(),
					"Give it the name of a snap, as " + property + ".snap=otelcol, and if the unit asks for one a "
							+ "revision of zero or more.",
					ex);
		}
		catch (SingletonSnapException ex) {
			throw new SingletonSnapConfigurationException(
					"The unit cannot register as " + property + " says: " + ex.getMessage() + ".",
					"See that this user may write to the lock directory, or to that of the registrations, and that its file system is not full.",
					ex);
		}
	}

}
