package io.github.singletonsnap.sample.page;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;

/**
 * Says what to do when the page's port is taken.
 */
class TakenPortAnalyzer extends AbstractFailureAnalyzer<PortInUseException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, PortInUseException cause) {
		int port = cause.getPort();
		return new FailureAnalysis("Port " + port + " is taken by another program, perhaps by this one a second time.",
				"Choose another port by --server.port=" + (port + 1) + ", or let one be found by --server.port=0.",
				cause);
	}

}
