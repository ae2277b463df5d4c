package io.github.singletonsnap.autoconfigure;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.github.singletonsnap.rollout.RolloutSchema;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The properties {@code singleton-snap.rollout.*}.
 */
@ConfigurationProperties("singleton-snap.rollout")
final class SingletonSnapRolloutProperties {

	/**
	 * Name of this machine, unlike that of every other one, and the same for all its
	 * units. By default, made of its host name and its machine id.
	 */
	private @Nullable String machine;

	/**
	 * Groups of machines that take turns, by name.
	 */
	private final Map<String, Group> groups = new HashMap<>();

	/**
	 * How permits are kept in a database.
	 */
	private final Jdbc jdbc = new Jdbc();

	public @Nullable String getMachine() {
		return this.machine;
	}

	public void setMachine(@Nullable String machine) {
		this.machine = machine;
	}

	public Map<String, Group> getGroups() {
		return this.groups;
	}

	public Jdbc getJdbc() {
		return this.jdbc;
	}

	/**
	 * The settings of a group, its own or the defaults.
	 */
	Group group(String name) {
		return this.groups.getOrDefault(name, new Group());
	}

	/**
	 * The properties {@code singleton-snap.rollout.groups.*.*}.
	 */
	static final class Group {

		/**
		 * How many machines may be at work at once, when the group is made in the
		 * database. Later its rows alone count.
		 */
		private int initialMaxUnavailable = 1;

		/**
		 * Longest wait for a permit, where the annotation or call does not say. Zero asks
		 * once.
		 */
		private Duration timeout = Duration.ZERO;

		/**
		 * What becomes of a permit after work that failed.
		 */
		private OnFailure onFailure = OnFailure.KEEP;

		public int getInitialMaxUnavailable() {
			return this.initialMaxUnavailable;
		}

		public void setInitialMaxUnavailable(int initialMaxUnavailable) {
			this.initialMaxUnavailable = initialMaxUnavailable;
		}

		public Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(Duration timeout) {
			this.timeout = timeout;
		}

		public OnFailure getOnFailure() {
			return this.onFailure;
		}

		public void setOnFailure(OnFailure onFailure) {
			this.onFailure = onFailure;
		}

		/**
		 * The values of {@code singleton-snap.rollout.groups.*.on-failure}.
		 */
		enum OnFailure {

			/**
			 * The machine keeps it and tries again by it: as many failures as there are
			 * permits stop the rollout.
			 */
			KEEP,

			/**
			 * It is given back, and the next machine goes on.
			 */
			RELEASE

		}

	}

	/**
	 * The properties {@code singleton-snap.rollout.jdbc.*}.
	 */
	static final class Jdbc {

		/**
		 * When to make the table of permits, if it is missing.
		 */
		private RolloutSchema initializeSchema = RolloutSchema.EMBEDDED;

		public RolloutSchema getInitializeSchema() {
			return this.initializeSchema;
		}

		public void setInitializeSchema(RolloutSchema initializeSchema) {
			this.initializeSchema = initializeSchema;
		}

	}

}
