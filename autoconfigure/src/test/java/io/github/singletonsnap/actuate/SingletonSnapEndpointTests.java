package io.github.singletonsnap.actuate;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import javax.management.MBeanServer;
import javax.management.ObjectName;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.SnapLock;
import io.github.singletonsnap.SnapLockException;
import io.github.singletonsnap.SnapLockTimeoutException;
import io.github.singletonsnap.support.FakeSnapd;
import io.github.singletonsnap.support.HoldingPeer;
import io.github.singletonsnap.support.KernelWaiters;
import io.github.singletonsnap.support.Peer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * What an operator gets from a running application, by HTTP and by JMX.
 */
class SingletonSnapEndpointTests {

	private static final String UNRESTRICTED = "management.endpoint.singletonsnap.access=unrestricted";

	@TempDir
	Path directory;

	private final Deque<ConfigurableApplicationContext> applications = new ArrayDeque<>();

	@AfterEach
	void stop() {
		this.applications.forEach(ConfigurableApplicationContext::close);
	}

	private SingletonSnapManager start(String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--spring.jmx.enabled=true",
				"--management.endpoints.web.exposure.include=singletonsnap",
				"--management.endpoints.jmx.exposure.include=singletonsnap", "--singleton-snap.unit-name=otelcol/0",
				"--singleton-snap.lock-dir=" + this.directory));
		for (String property : properties) {
			arguments.add("--" + property);
		}
		this.applications.push(new SpringApplicationBuilder(Application.class).web(WebApplicationType.SERVLET)
			.run(arguments.toArray(String[]::new)));
		return this.applications.element().getBean(SingletonSnapManager.class);
	}

	private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
		String port = this.applications.element().getEnvironment().getRequiredProperty("local.server.port");
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://localhost:" + port + "/actuator/singletonsnap" + path))
			.method(method, HttpRequest.BodyPublishers.noBody())
			.build();
		return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
	}

	private Map<String, Object> get(String path) throws IOException, InterruptedException {
		HttpResponse<String> response = send("GET", path);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return JsonParserFactory.getJsonParser().parseMap(response.body());
	}

	@SuppressWarnings("unchecked")
	private Map<String, Object> lock(String snap) throws IOException, InterruptedException {
		return (Map<String, Object>) Objects.requireNonNull(get("/" + snap).get("lock"));
	}

	@Test
	void showsWhoHoldsAndWhoWaitsOfOtherPrograms() throws Exception {
		Path lockFile = this.directory.resolve("LCK..otelcol");
		start();
		try (Peer holder = Peer.flockHolding(lockFile);
				Peer waiter = Peer.start("flock", lockFile.toString(), "true")) {
			KernelWaiters.await(lockFile, 1);
			Map<?, ?> lock = lock("otelcol");
			assertThat(lock.get("file")).isEqualTo("LCK..otelcol");
			assertThat(lock.get("state")).isEqualTo("held");
			assertThat(lock.get("holder")).asInstanceOf(InstanceOfAssertFactories.MAP)
				.containsEntry("pid", (int) holder.pid())
				.containsEntry("command", "flock");
			assertThat(lock.get("waiters")).asInstanceOf(InstanceOfAssertFactories.list(Map.class))
				.singleElement(InstanceOfAssertFactories.MAP)
				.containsEntry("pid", (int) waiter.pid())
				.containsEntry("command", "flock");
			assertThat(get("").get("snaps")).isEqualTo(List.of(get("/otelcol")));
		}
		assertThat(lock("otelcol")).containsEntry("state", "free").containsEntry("waiters", List.of());
	}

	@ParameterizedTest
	@CsvSource({ "never, false", "always, true", "when-authorized, false" })
	void argumentsOfProcessesAreShownOnlyToWhoMaySeeThem(String show, boolean shown) throws Exception {
		start("management.endpoint.singletonsnap.show-values=" + show);
		Path lockFile = this.directory.resolve("LCK..otelcol");
		try (Peer holder = Peer.start("flock", lockFile.toString(), "sh", "-c", "echo held; read line", "--password=x")
			.expect("held")) {
			assertThat(send("GET", "/otelcol").body().contains("--password=x")).isEqualTo(shown);
			assertThat(send("GET", "").body().contains("--password=x")).isEqualTo(shown);
		}
	}

	@Test
	void showsProcessesThatWaitAtTheGateEachOnce() throws Exception {
		start();
		Path lockFile = this.directory.resolve("LCK..otelcol");
		Path gate = this.directory.resolve("LCK..otelcol.gate");
		try (Peer holder = Peer.java(HoldingPeer.class, "hold", this.directory).expect("held");
				Peer first = Peer.java(HoldingPeer.class, "hold", this.directory)) {
			KernelWaiters.await(lockFile, 1);
			try (Peer second = Peer.java(HoldingPeer.class, "hold", this.directory)) {
				KernelWaiters.await(gate, 1);
				assertThat(lock("otelcol").get("waiters")).asInstanceOf(InstanceOfAssertFactories.LIST)
					.extracting("pid")
					.containsExactly((int) first.pid(), (int) second.pid());
			}
			assertThat(lock("otelcol").get("holder")).asInstanceOf(InstanceOfAssertFactories.MAP)
				.containsEntry("pid", (int) holder.pid())
				.containsEntry("unit", "unit_" + holder.pid())
				.containsEntry("operation", "test")
				.hasEntrySatisfying("since", (since) -> assertThat(Instant.parse((String) since)).isNotNull());
		}
	}

	@Test
	void holderThatHasNotGivenTheGateBackYetDoesNotWait() throws Exception {
		start();
		String program = """
				import fcntl, sys
				files = [open(name, "a") for name in sys.argv[1:]]
				for file in files:
				    fcntl.flock(file, fcntl.LOCK_EX)
				print("held", flush=True)
				sys.stdin.readline()
				""";
		Path lockFile = this.directory.resolve("LCK..otelcol");
		try (Peer holder = Peer.start("python3", "-c", program, lockFile + ".gate", lockFile.toString())
			.expect("held")) {
			assertThat(lock("otelcol")).containsEntry("state", "held").containsEntry("waiters", List.of());
		}
	}

	@Test
	void showsWhoDiedHoldingTheLock() throws Exception {
		start();
		try (Peer dead = Peer.java(HoldingPeer.class, "hold", this.directory).expect("held")) {
			assertThat(lock("otelcol").get("abandonedBy")).isNull();
			dead.kill();
			assertThat(lock("otelcol")).containsEntry("state", "free")
				.extractingByKey("abandonedBy", InstanceOfAssertFactories.MAP)
				.containsEntry("unit", "unit_" + dead.pid())
				.containsEntry("pid", (int) dead.pid())
				.containsEntry("operation", "test");
		}
	}

	@Test
	void showsRegistrationsOfAllLayouts() throws Exception {
		SingletonSnapManager manager = start();
		manager.register("otelcol", 80);
		Files.createFile(this.directory.resolve("LCK..otelcol__79--b_0"));
		Files.createFile(this.directory.resolve("LCK..otelcol__c_0"));
		Files.writeString(this.directory.resolve("LCK..otelcol--d_0"), "78");
		assertThat(get("/otelcol").get("registrations")).asInstanceOf(InstanceOfAssertFactories.LIST)
			.extracting("unit", "revision", "layout")
			.containsExactly(tuple("b_0", 79, "revision-first"), tuple("c_0", null, "sibling-charm"),
					tuple("d_0", 78, "without-revision"), tuple("otelcol_0", 80, "with-revision"));
		assertThat(get("/otelcol").get("registrations")).asInstanceOf(InstanceOfAssertFactories.LIST)
			.extracting("lastSeen")
			.allSatisfy((lastSeen) -> assertThat(Instant.parse((String) lastSeen)).isAfter(Instant.EPOCH));
	}

	@Test
	void showsConfigFilesByTheirPathIfItIsKnown() throws Exception {
		SingletonSnapManager manager = start();
		Files.createFile(this.directory.resolve("LCK..config__etc_other"));
		try (SnapLock lock = manager.configOperation(Path.of("/etc/otel.yaml"))) {
			assertThat(get("").get("configs")).asInstanceOf(InstanceOfAssertFactories.LIST)
				.extracting("config", "lock.file", "lock.state")
				.containsExactly(tuple("/etc/otel.yaml", "LCK..config__etc_otel_yaml", "held"),
						tuple(null, "LCK..config__etc_other", "free"));
		}
		assertThat(get("").get("snaps")).isEqualTo(List.of());
	}

	@Test
	void showsLockDirUnitSelfTestAndTheLatestOperationsFirst() throws Exception {
		SingletonSnapManager manager = start();
		assertThat(get("")).containsEntry("lockDir", this.directory.toRealPath().toString())
			.containsEntry("unit", "otelcol_0")
			.containsEntry("recentRequests", List.of())
			.extractingByKey("selfTest", InstanceOfAssertFactories.MAP)
			.containsEntry("status", "not-run");
		manager.operation("first").snaps("otelcol").timeout(Duration.ZERO).acquire().close();
		try (SnapLock lock = manager.operation("second")
			.config(Path.of("/etc/otel.yaml"))
			.timeout(Duration.ZERO)
			.acquire()) {
			Map<String, Object> answer = get("");
			assertThat(answer).extractingByKey("selfTest", InstanceOfAssertFactories.MAP)
				.containsEntry("status", "passed");
			assertThat(answer).extractingByKey("recentRequests", InstanceOfAssertFactories.LIST)
				.extracting("kind", "name", "operation", "outcome")
				.containsExactly(tuple("config", "/etc/otel.yaml", "second", "acquired"),
						tuple("snap", "otelcol", "first", "released"));
			assertThat(answer).extractingByKey("recentRequests", InstanceOfAssertFactories.LIST)
				.allSatisfy((operation) -> assertThat(operation).extracting("waited", "held")
					.allSatisfy((time) -> assertThat(Duration.parse((String) time)).isPositive()));
		}
	}

	@Test
	void showsWhatSnapdIsDoingAndThatARequestWaitedForIt() throws Exception {
		Path socket = this.directory.resolve("snapd.socket");
		try (FakeSnapd snapd = new FakeSnapd(socket).busyWith(FakeSnapd.CHANGE)) {
			SingletonSnapManager manager = start("singleton-snap.snapd.socket=" + socket);
			assertThat(get("/otelcol")).extractingByKey("changes", InstanceOfAssertFactories.LIST)
				.extracting("id", "kind", "since")
				.containsExactly(tuple("7", "install-snap", "2026-11-25T09:00:00.500Z"));
			assertThat(get("/other")).containsEntry("changes", List.of());
			assertThatExceptionOfType(SnapLockTimeoutException.class)
				.isThrownBy(() -> manager.snapOperation("otelcol", Duration.ofMillis(50)));
			manager.snapOperation("other", Duration.ofMillis(50)).close();
			assertThat(get("")).extractingByKey("recentRequests", InstanceOfAssertFactories.LIST)
				.extracting("outcome", "waitedFor")
				.containsExactly(tuple("released", null),
						tuple("timeout", "change 7 (install-snap: Install \"otelcol\" snap from file \"a\ufffd0ab\")"
								+ " since 2026-11-25T09:00:00.500Z is in progress"));
		}
	}

	@Test
	void showsWhyTheSelfTestFailed() throws Exception {
		SingletonSnapManager manager = start();
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwxrwxrwx"));
		assertThatExceptionOfType(SnapLockException.class).isThrownBy(() -> manager.snapOperation("otelcol"));
		Map<String, Object> answer = get("");
		assertThat(answer).extractingByKey("selfTest", InstanceOfAssertFactories.MAP)
			.containsEntry("status", "failed")
			.hasEntrySatisfying("problem", (problem) -> assertThat((String) problem).contains("chmod o-w"));
		assertThat(answer).extractingByKey("recentRequests", InstanceOfAssertFactories.LIST)
			.extracting("outcome")
			.containsExactly("failed");
	}

	@Test
	void snapThatNobodyUsesIsFree() throws Exception {
		start();
		assertThat(get("/otelcol")).containsEntry("registrations", List.of())
			.extractingByKey("lock", InstanceOfAssertFactories.MAP)
			.containsEntry("state", "free");
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET /Otel_Col", "DELETE /Otel_Col/b" })
	void badNameIsABadRequest(String request) throws Exception {
		start(UNRESTRICTED);
		String[] words = request.split(" ", -1);
		assertThat(send(words[0], words[1]).statusCode()).isEqualTo(400);
	}

	@Test
	void toShowCreatesNothingAndIsNotHeldUpByWhatIsInTheDirectory() throws Exception {
		start();
		Path lockFile = Files.createFile(this.directory.resolve("LCK..otelcol"));
		Files.createDirectory(this.directory.resolve("LCK..directory"));
		Files.createSymbolicLink(this.directory.resolve("LCK..dangling"), Path.of("nowhere"));
		Files.createFile(this.directory.resolve("LCK..no snap"));
		// Whoever opens one waits for a writer
		assertThat(Peer.start("mkfifo", this.directory.resolve("LCK..pipe").toString()).waitFor()).isZero();
		List<Path> before = files();
		assertThat(get("").get("snaps")).asInstanceOf(InstanceOfAssertFactories.LIST)
			.extracting("snap", "lock.state")
			.containsExactly(tuple("dangling", "free"), tuple("directory", "free"), tuple("otelcol", "free"),
					tuple("pipe", "free"));
		assertThat(files()).isEqualTo(before);
		assertThat(Peer.isFreeForFlock(lockFile)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/otelcol" })
	void directoryThatIsGoneIsTheReasonWhyThereIsNoAnswer(String path) throws Exception {
		start();
		Files.delete(this.directory);
		HttpResponse<String> response = send("GET", path);
		Files.createDirectory(this.directory);
		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(JsonParserFactory.getJsonParser().parseMap(response.body())).containsEntry("error",
				"cannot read the lock directory: " + this.directory.toRealPath()
						+ " is gone; the next lock or registration creates its directory again");
	}

	@Test
	void controlCharactersOfAUnitAreShownByTheirCodeAndItIsForgottenByThat() throws Exception {
		SingletonSnapManager manager = start(UNRESTRICTED);
		Files.createFile(this.directory.resolve("LCK..otelcol--evil\n\u001b[31m0"));
		assertThat(get("/otelcol").get("registrations")).asInstanceOf(InstanceOfAssertFactories.LIST)
			.extracting("unit")
			.containsExactly("evil\ufffd0a\ufffd1b[31m0");
		assertThat(send("DELETE", "/otelcol/evil%EF%BF%BD0a%EF%BF%BD1b%5B31m0").statusCode()).isEqualTo(204);
		assertThat(manager.getUnits("otelcol")).isEmpty();
	}

	@Test
	void unitWhoseNameIsNotUtf8IsForgottenAndNoOther() throws Exception {
		start(UNRESTRICTED);
		for (String unit : List.of("%FE", "%FF")) {
			Files.createFile(Path.of(URI.create(this.directory.toUri() + "LCK..otelcol--" + unit)));
		}
		assertThat(send("DELETE", "/otelcol/%EF%BF%BDff").statusCode()).isEqualTo(204);
		assertThat(get("/otelcol").get("registrations")).asInstanceOf(InstanceOfAssertFactories.LIST)
			.extracting("unit")
			.containsExactly("\ufffdfe");
	}

	private List<Path> files() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.sorted().toList();
		}
	}

	@Test
	void forgettingIsOffByDefault() throws Exception {
		SingletonSnapManager manager = start();
		manager.register("otelcol");
		assertThat(send("DELETE", "/otelcol/otelcol_0").statusCode()).isIn(404, 405);
		assertThat(manager.getUnits("otelcol")).containsExactly("otelcol_0");
	}

	@Test
	void forgetsUnitThatIsGone() throws Exception {
		SingletonSnapManager manager = start(UNRESTRICTED);
		Files.createFile(this.directory.resolve("LCK..otelcol--rev80__b_0"));
		assertThat(send("DELETE", "/otelcol/b_0").statusCode()).isEqualTo(204);
		assertThat(manager.getUnits("otelcol")).isEmpty();
		assertThat(send("DELETE", "/otelcol/b_0").statusCode()).isEqualTo(404);
	}

	@Test
	void refusesToForgetUnitThatHoldsTheLock() throws Exception {
		SingletonSnapManager manager = start(UNRESTRICTED);
		Files.createFile(this.directory.resolve("LCK..otelcol--other_0"));
		try (Peer peer = Peer.java(HoldingPeer.class, "hold", this.directory).expect("held")) {
			String unit = "unit_" + peer.pid();
			Files.createFile(this.directory.resolve("LCK..otelcol--" + unit));
			HttpResponse<String> response = send("DELETE", "/otelcol/" + unit);
			assertThat(response.statusCode()).isEqualTo(409);
			assertThat(response.body()).contains("holds the lock of the snap: unit " + unit + " for test since ")
				.contains("pid " + peer.pid());
			assertThat(manager.getUnits("otelcol")).containsExactly("other_0", unit);
			assertThat(send("DELETE", "/otelcol/other_0").statusCode()).isEqualTo(204);
			peer.kill();
			assertThat(send("DELETE", "/otelcol/" + unit).statusCode()).isEqualTo(204);
		}
		assertThat(manager.getUnits("otelcol")).isEmpty();
	}

	@Test
	void answersByJmx() throws Exception {
		start(UNRESTRICTED);
		Path lockFile = this.directory.resolve("LCK..otelcol");
		Files.createFile(this.directory.resolve("LCK..otelcol--b_0"));
		try (Peer holder = Peer.flockHolding(lockFile)) {
			assertThat(invoke("locks")).asInstanceOf(InstanceOfAssertFactories.MAP)
				.containsEntry("unit", "otelcol_0")
				.extractingByKey("snaps", InstanceOfAssertFactories.LIST)
				.extracting("snap", "lock.holder.pid")
				.allSatisfy((snap) -> assertThat(snap).hasToString("(\"otelcol\", " + holder.pid() + "L)"));
			assertThat(invoke("snap", "otelcol")).asInstanceOf(InstanceOfAssertFactories.MAP)
				.containsEntry("snap", "otelcol");
		}
		assertThat(invoke("forget", "otelcol", "b/0")).isEqualTo(Map.of("forgotten", true));
		assertThat(invoke("forget", "otelcol", "b/0")).isEqualTo(Map.of("forgotten", false));
	}

	private static Object invoke(String operation, String... arguments) throws Exception {
		MBeanServer server = ManagementFactory.getPlatformMBeanServer();
		ObjectName name = server
			.queryNames(new ObjectName("org.springframework.boot:type=Endpoint,name=Singletonsnap,*"), null)
			.iterator()
			.next();
		String[] signature = new String[arguments.length];
		Arrays.fill(signature, String.class.getName());
		return server.invoke(name, operation, arguments, signature);
	}

	@Test
	void remembersTheLastHundredOperations() {
		RecentRequests recent = new RecentRequests();
		SingletonSnapManager manager = SingletonSnapManager.builder("a")
			.lockDir(this.directory)
			.listener(recent)
			.build();
		for (int i = 0; i < 150; i++) {
			manager.operation("x".repeat(1000) + i).snaps("otelcol").timeout(Duration.ZERO).acquire().close();
		}
		try (SnapLock lock = manager.operation("last").snaps("otelcol").timeout(Duration.ZERO).acquire()) {
			assertThat(recent.list()).hasSize(100)
				.first()
				.satisfies((last) -> assertThat(last.operation()).isEqualTo("last"))
				.satisfies((last) -> assertThat(last.outcome()).isEqualTo("acquired"));
		}
		assertThat(recent.list()).allSatisfy((operation) -> assertThat(operation.operation()).hasSizeLessThan(300));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
