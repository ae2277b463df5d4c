package io.github.singletonsnap.sample.serve;

import io.github.singletonsnap.SnapLockException;
import io.github.singletonsnap.sample.agent.CollectorAgent;

import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * What the agent does, by HTTP instead of by command. The methods that it calls are
 * annotated.
 */
@RestController
@Profile(ServeController.PROFILE)
public class ServeController {

	/**
	 * The profile that is active with the command of the same name.
	 */
	public static final String PROFILE = "serve";

	private final CollectorAgent agent;

	ServeController(CollectorAgent agent) {
		this.agent = agent;
	}

	@PostMapping("/reconcile")
	String reconcile() {
		this.agent.reconcile();
		return "reconciled\n";
	}

	@PostMapping("/remove")
	String remove() {
		this.agent.remove();
		return "removed\n";
	}

	@ExceptionHandler
	@ResponseStatus(HttpStatus.SERVICE_UNAVAILABLE)
	String lockCannotBeHad(SnapLockException ex) {
		return ex.getMessage() + "\n";
	}

}
