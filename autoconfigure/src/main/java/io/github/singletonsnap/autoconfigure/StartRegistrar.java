package io.github.singletonsnap.autoconfigure;

import java.util.List;

import io.github.singletonsnap.SingletonSnapException;
import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.autoconfigure.SingletonSnapProperties.Use;

import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Registers the unit for the snaps that are listed in the properties, before the
 * application is ready.
 */
final class StartRegistrar implements SmartInitializingSingleton {

	private final SingletonSnapManager manager;

	private final List<Use> uses;

	StartRegistrar(SingletonSnapManager manager, List<Use> uses) {
		this.manager = manager;
		this.uses = uses;
	}

	@Override
	public void afterSingletonsInstantiated() {
		for (int i = 0; i < this.uses.size(); i++) {
			register("singleton-snap.register[" + i + "]", this.uses.get(i));
		}
	}

	private void register(String property, Use use) {
		try {
			if (use.revision() == null) {
				this.manager.register(use.snap());
			}
			else {
				this.manager.register(use.snap(), use.revision());
			}
		}
		catch (IllegalArgumentException ex) {
			throw new SingletonSnapConfigurationException(
					"Property " + property + " is not usable: " + ex.getMessage() + ".",
					"Give it the name of a snap, as " + property + ".snap=otelcol, and if the unit asks for one a "
							+ "revision of zero or more.",
					ex);
		}
		catch (SingletonSnapException ex) {
			throw new SingletonSnapConfigurationException(
					"The unit cannot register as " + property + " says: " + ex.getMessage() + ".",
					"See that this user may write to the lock directory, and that its file system is not full.", ex);
		}
	}

}
