package io.github.singletonsnap.sample.fleet;

import java.util.Map;

import io.github.singletonsnap.sample.page.PageEvents;
import io.github.singletonsnap.sample.snap.SnapClient;

import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * What units ask snapd, answered for the stand-in.
 */
@RestController
@Profile(Fleets.PROFILE + " & " + PageEvents.PROFILE)
class StandInController {

	private final SnapClient snaps;

	StandInController(SnapClient snaps) {
		this.snaps = snaps;
	}

	@GetMapping("/v2/snaps/system/conf")
	Map<String, Object> configuration() {
		return answer(Map.of("seed.loaded", true));
	}

	@GetMapping("/v2/changes")
	Map<String, Object> changes(@RequestParam("for") String snap) {
		return answer(this.snaps.changesInProgress(snap));
	}

	private static Map<String, Object> answer(Object result) {
		return Map.of("type", "sync", "status-code", 200, "status", "OK", "result", result);
	}

}
