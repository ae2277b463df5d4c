package io.github.singletonsnap.support;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Listens on a socket as snapd does, and answers as it does.
 */
public final class FakeSnapd implements AutoCloseable {

	/**
	 * As snapd 2.57 answered, shortened.
	 */
	public static final String CHANGE = """
			{"id":"7","kind":"install-snap","summary":"Install \\"otelcol\\" snap from file \\"a\\nb\\"","status":"Doing",\
			"tasks":[{"id":"70","kind":"prerequisites","summary":"x","status":"Doing","progress":{"label":"","done":0,\
			"total":1},"spawn-time":"2026-11-25T10:00:00.5+01:00"}],"ready":false,\
			"spawn-time":"2026-11-25T10:00:00.5+01:00"}""";

	private final ServerSocketChannel server;

	private final Path socket;

	private final List<String> questions = new CopyOnWriteArrayList<>();

	private volatile boolean seeded = true;

	private volatile String changes = "";

	private volatile String answer = "";

	private volatile int status = 200;

	private volatile boolean silent;

	public FakeSnapd(Path socket) throws IOException {
		this.socket = socket;
		this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
		this.server.bind(UnixDomainSocketAddress.of(socket));
		Thread thread = new Thread(this::serve, "fake-snapd");
		thread.setDaemon(true);
		thread.start();
	}

	public FakeSnapd unseeded() {
		this.seeded = false;
		return this;
	}

	public void seed() {
		this.seeded = true;
	}

	public FakeSnapd busyWith(String change) {
		this.changes = change;
		return this;
	}

	public void done() {
		this.changes = "";
	}

	public FakeSnapd answering(int status) {
		this.status = status;
		return this;
	}

	/**
	 * Answers with this whoever asks for changes.
	 */
	public FakeSnapd answering(String body) {
		this.answer = body;
		return this;
	}

	public FakeSnapd silent() {
		this.silent = true;
		return this;
	}

	public List<String> questions() {
		return this.questions;
	}

	private void serve() {
		while (this.server.isOpen()) {
			try {
				SocketChannel channel = this.server.accept();
				ByteBuffer request = ByteBuffer.allocate(4096);
				channel.read(request);
				String target = new String(request.array(), StandardCharsets.US_ASCII).split(" ", -1)[1];
				this.questions.add(target);
				if (!this.silent) {
					channel.write(ByteBuffer.wrap(answer(target).getBytes(StandardCharsets.UTF_8)));
					channel.close();
				}
			}
			catch (IOException ex) {
				// The end, or a client that has gone
			}
		}
	}

	private String answer(String target) {
		if (this.status != 200) {
			return http(this.status, "{\"type\":\"error\",\"status-code\":" + this.status
					+ ",\"status\":\"x\",\"result\":{\"message\":\"access denied\",\"kind\":\"login-required\"}}");
		}
		if (target.startsWith("/v2/snaps/system/conf")) {
			return this.seeded ? http(200, "{\"type\":\"sync\",\"status-code\":200,\"result\":{\"seed.loaded\":true}}")
					: http(400, "{\"type\":\"error\",\"status-code\":400,\"result\":{\"kind\":\"option-not-found\"}}");
		}
		if (!this.answer.isEmpty()) {
			return http(200, this.answer);
		}
		boolean mine = target.endsWith("&for=otelcol");
		return http(200, "{\"type\":\"sync\",\"status-code\":200,\"status\":\"OK\",\"result\":["
				+ (mine ? this.changes : "") + "]}");
	}

	private static String http(int status, String body) {
		return "HTTP/1.0 " + status + " x\r\nContent-Type: application/json\r\n\r\n" + body;
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		Files.deleteIfExists(this.socket);
	}

}
