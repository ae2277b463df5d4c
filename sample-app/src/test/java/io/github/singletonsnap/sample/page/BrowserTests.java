package io.github.singletonsnap.sample.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import io.github.singletonsnap.sample.SampleApplication;
import io.github.singletonsnap.sample.support.BreakableProxy;
import io.github.singletonsnap.sample.support.Browser;
import io.github.singletonsnap.sample.support.RunningFleet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page of the command {@code fleet}, in a real browser: one browser and one run for
 * all tests. {@code -Ddocs.write=true} makes the picture of the README.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class BrowserTests {

	private static final String LOCKED = "[data-fleet=with-locks] ";

	private static final String UNLOCKED = "[data-fleet=without-locks] ";

	// Each operation of a fleet that was let in and has ended, as it is drawn
	private static final String HOLDS = """
			return [...document.querySelectorAll(arguments[0] + '[data-kind=unit] .op')]
			  .filter((op) => op.dataset.began !== '' && op.dataset.ended !== '')
			  .map((op) => [op.closest('.lane').dataset.unit, op.dataset.resource, op.dataset.began, op.dataset.ended,
			    op.dataset.told].join(' '))""";

	// Fills lanes of its own, and measures while more comes in
	private static final String FRAMES = """
			const done = arguments[arguments.length - 1];
			const [{ Model }, { FleetView }] = await Promise.all([import('/model.js'), import('/fleet.js')]);
			const model = new Model();
			const units = [...Array(16).keys()].map((i) => 'load/' + i);
			const iso = (time) => new Date(time).toISOString();
			model.hello({ run: 'load', view: { mode: 'fleet', now: iso(Date.now()),
			  fleets: [{ name: 'load', locking: true, units: [] }] } });
			const view = new FleetView(model, model.fleets.get('load'), { send() {}, open() {} });
			document.body.append(view.element);
			model.on('newLane', ({ lane }) => view.addLane(lane));
			model.on('operation', ({ lane, operation, kind }) => {
			  view.lanes.get(lane).show(operation);
			  if (kind === 'ENDED') {
			    view.addRow(operation);
			  }
			});
			const report = (unit, ended) => model.report({ fleet: 'load', summary: {}, report: { unit, operation: 'set',
			  asked: iso(ended - 150), began: iso(ended - 100), ended: iso(ended), outcome: 'DONE', detail: '' } });
			const start = Date.now();
			for (let i = 0; i < 1000; i++) {
			  report(units[i % 16], start - 12000 + Math.floor(i / 16) * 190);
			}
			const feed = setInterval(() => report(units[Math.floor(Math.random() * 16)], Date.now()), 25);
			const frames = [];
			let last = performance.now();
			requestAnimationFrame(function frame(now) {
			  frames.push(now - last);
			  last = now;
			  if (frames.length < 200) {
			    requestAnimationFrame(frame);
			    return;
			  }
			  clearInterval(feed);
			  const operations = view.element.querySelectorAll('.op').length;
			  view.element.remove();
			  frames.sort((one, other) => one - other);
			  done([operations, `median ${frames[100]} ms, 95 % ${frames[190]} ms, longest ${frames[199]} ms`]);
			});""";

	@TempDir
	private static Path dir;

	private RunningFleet fleet;

	private BreakableProxy proxy;

	private Browser browser;

	@BeforeAll
	void open() throws IOException {
		this.browser = Browser.start();
		this.fleet = RunningFleet.start(SampleApplication.class, dir, "--sample.units=3");
		this.proxy = new BreakableProxy(this.fleet.port());
		this.browser.look(1280, 900, "light");
		this.browser.open("http://localhost:" + this.proxy.port());
		this.browser.await("units at work", () -> count(LOCKED, "operations") > 3 && count(UNLOCKED, "operations") > 3);
	}

	@AfterAll
	void close() throws IOException {
		if (this.browser != null) {
			this.browser.close();
		}
		if (this.fleet != null) {
			this.proxy.close();
			this.fleet.close();
			assertThat(dir).isEmptyDirectory();
		}
	}

	@Test
	void pageLoadsWithoutConsoleError() {
		this.browser.open("http://localhost:" + this.proxy.port());
		this.browser.await("[data-unit='otelcol/1'] .op");
		assertThat(this.browser.console()).isEmpty();
	}

	@Test
	void lanesGrow() {
		for (String fleet : List.of(LOCKED, UNLOCKED)) {
			for (String unit : List.of("otelcol/0", "otelcol/2")) {
				String operation = fleet + "[data-unit='" + unit + "'] .op";
				String last = this.browser
					.run("return [...document.querySelectorAll(arguments[0])].at(-1)?.dataset.asked ?? '0'", operation);
				this.browser.await("more of " + unit, () -> this.browser.<Boolean>run(
						"return [...document.querySelectorAll(arguments[0])].some((op) => op.dataset.asked > arguments[1])",
						operation, last));
			}
		}
	}

	@Test
	void noTwoLanesHoldAtOnceWithLocks() {
		Set<Hold> locked = new HashSet<>();
		this.browser.await("many operations", () -> {
			locked.addAll(holds(LOCKED));
			return locked.size() > 30;
		});
		assertThat(overlap(List.copyOf(locked))).isEmpty();
		// That they would be seen
		this.browser.await("units at work at once without locks", () -> overlap(holds(UNLOCKED)).isPresent());
	}

	@Test
	void killedUnitFreesItsLockAndKeepsItsSnap() {
		Hold next = killAndAwaitTheNext();
		for (int i = 0; i < 5 && !next.told(); i++) {
			// Its report was late: it had given the lock back just before it was killed
			restart();
			next = killAndAwaitTheNext();
		}
		assertThat(next.told()).isTrue();
		assertThat(this.browser.text("#news"))
			.containsPattern("otelcol/1 was killed while it held the lock, in (refresh|set)\\.")
			.containsPattern(next.unit()
					+ " has the lock, and was told: otelcol_1 left CollectorSnap\\.(refresh|set) half done\\.");
		this.browser.await("[data-unit=otelcol_1] .dead");
		assertThat(this.fleet.directory("with-locks").resolve("locks/LCK..otelcol--rev81__otelcol_1")).exists();
		restart();
	}

	private void restart() {
		this.browser.click(LOCKED + "[data-unit='otelcol/1'] [data-action=restart]");
		this.browser.await(LOCKED + "[data-unit='otelcol/1'][data-phase=running]");
	}

	// The next one that was let in, and nobody else
	private Hold killAndAwaitTheNext() {
		long before = killed();
		this.browser.click(LOCKED + "[data-unit='otelcol/1'] [data-action=kill]");
		this.browser.await("a kill", () -> killed() > before);
		long freed = killed();
		List<Hold> later = new ArrayList<>();
		this.browser.await("the next", () -> {
			later.clear();
			holds(LOCKED).stream()
				.filter((hold) -> hold.resource().equals("snap") && hold.began() >= freed)
				.forEach(later::add);
			return !later.isEmpty();
		});
		return Collections.min(later, Comparator.comparing(Hold::began));
	}

	private long killed() {
		return this.browser.<Long>run(
				"""
						return Math.max(0, ...[...document.querySelectorAll(arguments[0])].map((op) => Number(op.dataset.ended)))""",
				LOCKED + "[data-unit='otelcol/1'] .op[data-outcome=KILLED][data-resource=snap]");
	}

	@Test
	void stoppedUnitGoesOn() {
		this.browser.click(LOCKED + "[data-unit='otelcol/2'] [data-action=stop]");
		this.browser.await(LOCKED + "[data-unit='otelcol/2'][data-phase=stopped]");
		this.browser.click(LOCKED + "[data-unit='otelcol/2'] [data-action=continue]");
		this.browser.await(LOCKED + "[data-unit='otelcol/2'][data-phase=running]");
	}

	@Test
	void unitsWaitForChangeOfOperator() {
		this.browser.click("[data-action=operator]");
		this.browser.await(LOCKED + "[data-kind=unit] .op .snapd");
		this.browser.await(LOCKED + "[data-kind=operator] .op[data-outcome=DONE]");
		assertThat(this.browser.text("#news")).contains("has the lock, and waits for snapd: change ");
		assertThat(count(LOCKED, "conflicts")).isZero();
	}

	@Test
	void addedUnitWorks() {
		this.browser.click("[data-action=add]");
		this.browser.await(LOCKED + "[data-unit='otelcol/3'] .op[data-outcome=DONE]");
		this.browser.await(UNLOCKED + "[data-unit='otelcol/3'] .op");
	}

	@Test
	void shellThatLocksIsSeen() throws IOException {
		String command = this.browser.text("#join .command:last-child code");
		assertThat(command).startsWith("flock ").endsWith(" sleep 5");
		Process shell = new ProcessBuilder("sh", "-c", command.replace("sleep 5", "sleep 2")).start();
		this.browser.await(LOCKED + "[data-kind=program][data-unit^=flock] .op[data-outcome=DONE]");
		assertThat(shell.onExit().join().exitValue()).isZero();
		assertThat(this.browser.text("#news")).contains(", started by hand, has the lock.");
	}

	@Test
	void unitThatIsStartedByHandIsSeen() throws IOException {
		Process unit = new ProcessBuilder("sh", "-c", "exec " + this.browser.text("#join .command code"))
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.redirectErrorStream(true)
			.start();
		try {
			this.browser.await("mine/0", () -> this.browser.<Boolean>run(
					"""
							return [...document.querySelectorAll('[data-kind=program]')].some((lane) =>
							  lane.querySelector('.name').textContent === 'mine_0' && lane.querySelector('.op[data-outcome=DONE]'))"""));
		}
		finally {
			unit.destroyForcibly().onExit().join();
		}
	}

	@Test
	void buttonsNeedTheToken() throws Exception {
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://localhost:" + this.fleet.port() + "/fleet/kill?unit=otelcol/0"))
			.POST(HttpRequest.BodyPublishers.noBody())
			.build();
		assertThat(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
			.isEqualTo(403);
	}

	@Test
	void countsAreThoseOfTheUnitsJournals() {
		for (String fleet : List.of("with-locks", "without-locks")) {
			this.browser.await("counts of " + fleet, () -> {
				List<String> journal = journal(fleet);
				List<Long> counts = counts("[data-fleet=" + fleet + "] ");
				return counts.equals(
						List.of((long) journal.size(), reports(journal, "\tCONFLICT\t"), reports(journal, "\ttrue\t")));
			});
		}
	}

	@Test
	void brokenConnectionComesBackByItself() throws IOException {
		this.proxy.breakConnections();
		this.browser.await("#connection[data-state=lost]");
		this.browser.await("#connection[data-state=live]");
		long before = count(LOCKED, "operations");
		this.browser.await("more operations", () -> count(LOCKED, "operations") > before);
		countsAreThoseOfTheUnitsJournals();
		this.browser.console();
	}

	@Test
	void operationTellsWhoWasWaitedFor() {
		this.browser.await("somebody who waited",
				() -> this.browser.<Boolean>run(
						"""
								const row = [...document.querySelectorAll(arguments[0] + '.row')].find((it) => it.textContent.includes(' for otelcol/'));
								row?.click();
								return row !== undefined""",
						LOCKED));
		assertThat(this.browser.text("#details")).contains("Method", "Collector", "Waited for", ", which held it ");
		this.browser.act("document.getElementById('details').close()");
	}

	@Test
	void operationsAreReachedByKeyboard() {
		Long reachable = this.browser.run(
				"return document.querySelectorAll(arguments[0] + '[data-unit=\"otelcol/0\"] .op[tabindex=\"0\"]').length",
				LOCKED);
		assertThat(reachable).isOne();
		String pressed = this.browser.run("""
				const op = document.querySelector(arguments[0] + '[data-unit="otelcol/0"] .op[tabindex="0"]');
				op.focus();
				op.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true }));
				const moved = document.activeElement !== op && document.activeElement.matches('.op');
				document.activeElement.blur();
				return String(moved)""", LOCKED);
		assertThat(pressed).isEqualTo("true");
	}

	@Test
	void pageIsAccessible() throws IOException {
		String axe = axe();
		for (int width : List.of(1280, 390)) {
			for (String scheme : List.of("light", "dark")) {
				this.browser.look(width, 900, scheme);
				this.browser.act(axe);
				List<Object> violations = this.browser.runAsync("""
						const done = arguments[arguments.length - 1];
						axe.run().then(({ violations }) => done(violations.flatMap(({ id, nodes }) =>
						  nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`))))""");
				assertThat(violations).as("%d %s", width, scheme).isEmpty();
			}
		}
		this.browser.look(1280, 900, "light");
	}

	private static String axe() throws IOException {
		String name = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
		try (InputStream script = Objects.requireNonNull(BrowserTests.class.getResourceAsStream(name), name)) {
			return new String(script.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	@Test
	void picturesAreTaken() throws IOException {
		Path pictures = Path.of("target/pictures").toAbsolutePath();
		for (int width : List.of(1280, 390)) {
			for (String scheme : List.of("light", "dark")) {
				this.browser.look(width, 900, scheme);
				Number height = this.browser.run("return document.documentElement.scrollHeight");
				Path picture = pictures.resolve(width + "-" + scheme + ".png");
				this.browser.takePicture(picture, height.intValue());
				assertThat(picture).isNotEmptyFile();
			}
		}
		this.browser.look(1280, 900, "light");
		if (Boolean.getBoolean("docs.write")) {
			this.browser.click("[data-action=operator]");
			this.browser.await(LOCKED + "[data-kind=operator] .op[data-outcome=DONE]");
			this.browser.click(LOCKED + "[data-unit='otelcol/0'] [data-action=kill]");
			this.browser.await("who is told", () -> this.browser.text("#news").contains("told: otelcol_0"));
			long told = count(LOCKED, "operations");
			this.browser.await("some more", () -> count(LOCKED, "operations") > told + 4);
			Number bottom = this.browser
				.run("return document.querySelector('.controls').getBoundingClientRect().bottom");
			this.browser.takePicture(Path.of("../docs/images/fleet.png"), bottom.intValue() + 20);
		}
	}

	@Test
	void thousandOperationsInSixteenLanesStayFewElements() {
		List<Object> frames = this.browser.runAsync(FRAMES);
		System.out.println("Frames with " + frames.get(0) + " operations in 16 lanes: " + frames.get(1));
		assertThat(((Number) frames.get(0)).intValue()).isBetween(900, 1400);
	}

	private List<Hold> holds(String fleet) {
		return this.browser.<List<String>>run(HOLDS, fleet).stream().map(Hold::parse).toList();
	}

	private static Optional<String> overlap(List<Hold> holds) {
		for (Hold one : holds) {
			for (Hold other : holds) {
				if (one.overlaps(other)) {
					return Optional.of(one + " and " + other);
				}
			}
		}
		return Optional.empty();
	}

	private long count(String fleet, String name) {
		return Long
			.parseLong(this.browser.<String>run("return document.querySelector(arguments[0])?.textContent ?? '0'",
					fleet + "[data-count=" + name + "]"));
	}

	private List<Long> counts(String fleet) {
		return List.of(count(fleet, "operations"), count(fleet, "conflicts"), count(fleet, "overlaps"));
	}

	private List<String> journal(String fleet) {
		try {
			return this.fleet.journal(fleet);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static long reports(List<String> journal, String mark) {
		return journal.stream().filter((line) -> line.contains(mark)).count();
	}

	private record Hold(String unit, String resource, long began, long ended, boolean told) {

		static Hold parse(String words) {
			String[] word = words.split(" ", 5);
			return new Hold(word[0], word[1], Long.parseLong(word[2]), Long.parseLong(word[3]), word[4].equals("yes"));
		}

		boolean overlaps(Hold other) {
			return !this.unit.equals(other.unit) && this.resource.equals(other.resource) && this.began < other.ended
					&& other.began < this.ended;
		}

	}

}
