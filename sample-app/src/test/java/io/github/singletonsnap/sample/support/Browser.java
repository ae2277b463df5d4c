package io.github.singletonsnap.sample.support;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * The machine's chromium, without a window. Where it is absent the test is skipped, with
 * the reason; with {@code CI=true} it fails.
 */
public final class Browser implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private final ChromeDriver driver;

	private Browser(ChromeDriver driver) {
		this.driver = driver;
	}

	public static Browser start() {
		File browser = find("chromium");
		File service = find("chromedriver");
		LoggingPreferences logs = new LoggingPreferences();
		logs.enable(LogType.BROWSER, Level.ALL);
		ChromeOptions options = new ChromeOptions();
		options.setBinary(browser);
		// As root there is no sandbox
		options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
				"--hide-scrollbars");
		options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
		return new Browser(
				new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(service).build(), options));
	}

	private static File find(String program) {
		Optional<Path> found = Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
			.map((dir) -> Path.of(dir, program))
			.filter(Files::isExecutable)
			.findFirst();
		if (found.isEmpty() && Boolean.parseBoolean(System.getenv("CI"))) {
			throw new IllegalStateException("with CI=true nothing is skipped: no program " + program);
		}
		Assumptions.assumeTrue(found.isPresent(), "no program " + program);
		return found.get().toFile();
	}

	public void open(String url) {
		this.driver.get(url);
	}

	/**
	 * Runs JavaScript in the page.
	 */
	public void act(String script, Object... arguments) {
		this.driver.executeScript(script, arguments);
	}

	/**
	 * Runs JavaScript that returns something.
	 */
	@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" })
	public <T> T run(String script, Object... arguments) {
		return (T) Objects.requireNonNull(this.driver.executeScript(script, arguments), script);
	}

	/**
	 * Runs JavaScript that calls back, with its last argument.
	 */
	@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" })
	public <T> T runAsync(String script) {
		this.driver.manage().timeouts().scriptTimeout(PATIENCE);
		return (T) Objects.requireNonNull(this.driver.executeAsyncScript(script), script);
	}

	public boolean has(String selector) {
		return this.<Boolean>run("return document.querySelector(arguments[0]) !== null", selector);
	}

	public String text(String selector) {
		return this.run("return document.querySelector(arguments[0]).textContent", selector);
	}

	public void click(String selector) {
		act("document.querySelector(arguments[0]).click()", selector);
	}

	public void await(String what, BooleanSupplier condition) {
		Awaitility.await(what).atMost(PATIENCE).until(condition::getAsBoolean);
	}

	public void await(String selector) {
		await(selector, () -> has(selector));
	}

	/**
	 * What the page has written on the console since the last call.
	 */
	public List<String> console() {
		return this.driver.manage().logs().get(LogType.BROWSER).getAll().stream().map(Object::toString).toList();
	}

	/**
	 * Looks like another device.
	 */
	public void look(int width, int height, String colorScheme) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colorScheme))));
	}

	/**
	 * A picture of the page, down to a height.
	 */
	public void takePicture(Path file, int height) throws IOException {
		Number width = this.run("return innerWidth");
		Map<String, Object> clip = Map.of("x", 0, "y", 0, "width", width, "height", height, "scale", 1);
		Object data = this.driver
			.executeCdpCommand("Page.captureScreenshot", Map.of("captureBeyondViewport", true, "clip", clip))
			.get("data");
		Files.createDirectories(file.getParent());
		Files.write(file, Base64.getDecoder().decode(String.valueOf(data)));
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
