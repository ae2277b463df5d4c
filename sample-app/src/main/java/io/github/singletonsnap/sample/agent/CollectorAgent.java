package io.github.singletonsnap.sample.agent;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Brings the collector to where this unit wants it, and withdraws the unit in the end.
 * The locks are taken by the methods that it calls, each only as long as it has to.
 */
@Component
public class CollectorAgent {

	private static final Logger logger = LoggerFactory.getLogger(CollectorAgent.class);

	private final CollectorProperties properties;

	private final CollectorSnap snap;

	private final CollectorConfig config;

	CollectorAgent(CollectorProperties properties, CollectorSnap snap, CollectorConfig config) {
		this.properties = properties;
		this.snap = snap;
		this.config = config;
	}

	/**
	 * Does what is not done yet: all of it at the first call, and nothing at the next if
	 * nothing has changed since.
	 */
	public void reconcile() {
		boolean installed = this.snap.install();
		logger.info("{}: snap {} {}", this.properties.unit(), this.properties.snap(),
				installed ? "installed" : "is there already");
		boolean changed = this.config.write(this.properties.exporter());
		logger.info("{}: config {} {}", this.properties.unit(), this.properties.configFile(),
				changed ? "written" : "is unchanged");
	}

	/**
	 * Withdraws this unit. The snap goes with the last one.
	 */
	public void remove() {
		this.config.remove();
		boolean removed = this.snap.leave().isPresent();
		boolean changed = !removed && this.snap.installForOthers();
		logger.info("{}: left, snap {} {}", this.properties.unit(), this.properties.snap(),
				removed ? "removed" : changed ? "is what other units need" : "stays, other units use it");
	}

}
