package io.github.singletonsnap.sample.fleet;

import java.io.IOException;

import io.github.singletonsnap.sample.page.PageEvents;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * The buttons of the page.
 */
@RestController
@RequestMapping("/fleet")
@Profile(Fleets.PROFILE + " & " + PageEvents.PROFILE)
class FleetController {

	private final Fleets fleets;

	private final Operator operator;

	private final Token token;

	FleetController(Fleets fleets, Operator operator, Token token) {
		this.fleets = fleets;
		this.operator = operator;
		this.token = token;
	}

	@ModelAttribute
	void checkToken(@RequestHeader(name = "X-Token", required = false) @Nullable String token) {
		if (!this.token.matches(token)) {
			throw new ResponseStatusException(HttpStatus.FORBIDDEN);
		}
	}

	@PostMapping("/add")
	void add() throws IOException, InterruptedException, UnitFailedException {
		for (Fleet fleet : this.fleets.all()) {
			fleet.add().begin();
		}
	}

	@PostMapping("/kill")
	void kill(@RequestParam String unit) {
		locked().killWhileItHolds(unit);
	}

	@PostMapping("/stop")
	void stop(@RequestParam String unit) throws IOException {
		locked().stop(unit);
	}

	@PostMapping("/continue")
	void resume(@RequestParam String unit) throws IOException {
		locked().resume(unit);
	}

	@PostMapping("/restart")
	void restart(@RequestParam String unit) throws IOException, UnitFailedException {
		locked().restart(unit);
	}

	@PostMapping("/operator")
	void operate() {
		this.operator.changeTheSnap();
	}

	private Fleet locked() {
		return this.fleets.find(FleetPlan.WITH_LOCKS)
			.orElseThrow(() -> new IllegalStateException("there is no fleet with locks"));
	}

	@ExceptionHandler
	@ResponseStatus(HttpStatus.CONFLICT)
	String isImpossible(IllegalStateException ex) {
		return String.valueOf(ex.getMessage());
	}

	@ExceptionHandler
	@ResponseStatus(HttpStatus.NOT_FOUND)
	String isUnknown(IllegalArgumentException ex) {
		return String.valueOf(ex.getMessage());
	}

}
