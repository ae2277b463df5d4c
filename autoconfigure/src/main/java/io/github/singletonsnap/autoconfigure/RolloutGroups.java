package io.github.singletonsnap.autoconfigure;

import io.github.singletonsnap.autoconfigure.SingletonSnapRolloutProperties.Group;
import io.github.singletonsnap.autoconfigure.SingletonSnapRolloutProperties.Group.OnFailure;
import io.github.singletonsnap.name.SnapNames;
import io.github.singletonsnap.rollout.RolloutSettings;

/**
 * The groups of rollouts that the properties tell of, checked.
 */
final class RolloutGroups {

	private static final int MOST = 1000;

	private final SingletonSnapRolloutProperties properties;

	private RolloutGroups(SingletonSnapRolloutProperties properties) {
		this.properties = properties;
	}

	static RolloutGroups of(SingletonSnapRolloutProperties properties) {
		properties.getGroups().forEach(RolloutGroups::check);
		return new RolloutGroups(properties);
	}

	private static void check(String name, Group group) {
		String property = "singleton-snap.rollout.groups." + name;
		try {
			SnapNames.checkRolloutGroup(name);
		}
		catch (IllegalArgumentException ex) {
			throw SingletonSnapConfigurationException.ofProperty(property, ex.getMessage(),
					"Give the group such a name, also where it is asked for.", ex);
		}
		int permits = group.getInitialMaxUnavailable();
		if (permits < 1 || permits > MOST) {
			throw SingletonSnapConfigurationException.ofProperty(property + ".initial-max-unavailable",
					String.valueOf(permits),
					"Use a number from 1 to " + MOST + ". To hold a rollout, take its permits away by SQL.", null);
		}
		if (group.getTimeout().isNegative()) {
			throw SingletonSnapConfigurationException.ofProperty(property + ".timeout",
					group.getTimeout() + " is negative", "Use a duration such as 10m, or 0s to ask once.", null);
		}
	}

	RolloutSettings settings(String group) {
		Group settings = this.properties.group(group);
		return new RolloutSettings(settings.getTimeout(), settings.getOnFailure() == OnFailure.RELEASE);
	}

	int initialMaxUnavailable(String group) {
		return this.properties.group(group).getInitialMaxUnavailable();
	}

}
