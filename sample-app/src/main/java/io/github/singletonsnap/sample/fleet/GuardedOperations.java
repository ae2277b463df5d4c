package io.github.singletonsnap.sample.fleet;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Supplier;

import io.github.singletonsnap.annotation.ConfigOperation;
import io.github.singletonsnap.annotation.SnapOperation;
import io.github.singletonsnap.sample.agent.CollectorProperties;
import io.github.singletonsnap.sample.snap.SnapChangeConflictException;
import io.github.singletonsnap.sample.snap.SnapException;

import org.springframework.stereotype.Component;

/**
 * Does operations under the lock of their resource, and reports how it went in there. The
 * agent takes the same lock again inside: it is reentrant.
 */
@Component
class GuardedOperations {

	private final String unit;

	private final Path dir;

	GuardedOperations(CollectorProperties collector, FleetProperties fleet) {
		this.unit = collector.unit();
		this.dir = fleet.dir();
	}

	@SnapOperation("${sample.snap}")
	Report onSnap(Operation operation, Instant asked, Supplier<String> body) throws IOException {
		return run(operation, asked, body);
	}

	@ConfigOperation("${sample.config-file}")
	Report onConfig(Operation operation, Instant asked, Supplier<String> body) throws IOException {
		return run(operation, asked, body);
	}

	private Report run(Operation operation, Instant asked, Supplier<String> body) throws IOException {
		Instant began = Instant.now();
		try (Presence presence = Presence.enter(this.dir.resolve("at-work-on-" + operation.resource()), this.unit)) {
			Outcome outcome = Outcome.DONE;
			String detail;
			try {
				detail = body.get();
			}
			catch (SnapException ex) {
				outcome = (ex instanceof SnapChangeConflictException) ? Outcome.CONFLICT : Outcome.FAILED;
				detail = String.valueOf(ex.getMessage());
			}
			return new Report(this.unit, operation, asked, began, Instant.now(), !presence.isAlone(), outcome, detail);
		}
	}

}
