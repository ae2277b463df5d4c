package io.github.singletonsnap.sample.agent;

import java.util.Map;
import java.util.Optional;

import io.github.singletonsnap.annotation.ConfigOperation;

import org.springframework.stereotype.Component;

/**
 * This unit's line in the config file, which the collector watches. All units read,
 * change and write the same file, so that without a lock a unit could write back what
 * another has changed meanwhile.
 */
@Component
public class CollectorConfig {

	private final ConfigFile file;

	private final String unit;

	CollectorConfig(CollectorProperties properties) {
		this.file = new ConfigFile(properties.configFile());
		this.unit = properties.unit();
	}

	/**
	 * Reads this unit's settings.
	 * @return the settings, if it has written any
	 */
	public Optional<String> read() {
		return Optional.ofNullable(this.file.read().get(this.unit));
	}

	/**
	 * Writes this unit's settings, if they are not there already.
	 * @param settings the settings
	 * @return whether they were not
	 */
	@ConfigOperation("${sample.config-file}")
	public boolean write(String settings) {
		Map<String, String> lines = this.file.read();
		if (settings.equals(lines.put(this.unit, settings))) {
			return false;
		}
		this.file.write(lines, this.unit);
		return true;
	}

	/**
	 * Removes this unit's settings.
	 */
	@ConfigOperation("${sample.config-file}")
	public void remove() {
		Map<String, String> lines = this.file.read();
		if (lines.remove(this.unit) != null) {
			this.file.write(lines, this.unit);
		}
	}

}
