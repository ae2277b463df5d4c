package io.github.singletonsnap.snapd;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/**
 * Asks by HTTP on a Unix domain socket, one connection for each question. HTTP/1.0, so
 * that the answer is not chunked and ends with the connection.
 */
final class SnapdSocket {

	private static final int LONGEST_ANSWER = 4 * 1024 * 1024;

	private final Path path;

	SnapdSocket(Path path) {
		this.path = path;
	}

	/**
	 * Returns status and body. Never longer than the timeout: whoever listens may be
	 * stopped.
	 */
	Answer get(String target, Duration timeout) throws IOException {
		long end = System.nanoTime() + timeout.toNanos();
		try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
				Selector selector = Selector.open()) {
			// Not blocking from the first: of one that is stopped the queue may be full
			channel.configureBlocking(false);
			if (!channel.connect(UnixDomainSocketAddress.of(this.path))) {
				throw new IOException("it takes no more connections");
			}
			SelectionKey key = channel.register(selector, SelectionKey.OP_WRITE);
			ByteBuffer request = ascii("GET " + target + " HTTP/1.0\r\nHost: localhost\r\n\r\n");
			while (request.hasRemaining()) {
				await(selector, end);
				channel.write(request);
			}
			key.interestOps(SelectionKey.OP_READ);
			return Answer.parse(readAll(channel, selector, end));
		}
	}

	private static ByteBuffer readAll(SocketChannel channel, Selector selector, long end) throws IOException {
		ByteBuffer answer = ByteBuffer.allocate(4096);
		while (true) {
			await(selector, end);
			if (channel.read(answer) < 0) {
				return answer.flip();
			}
			if (!answer.hasRemaining()) {
				if (answer.capacity() >= LONGEST_ANSWER) {
					throw new IOException("the answer has more than " + LONGEST_ANSWER + " bytes");
				}
				answer = ByteBuffer.wrap(Arrays.copyOf(answer.array(), answer.capacity() * 2))
					.position(answer.position());
			}
		}
	}

	private static void await(Selector selector, long end) throws IOException {
		long millis = (end - System.nanoTime()) / 1_000_000;
		if (millis <= 0 || selector.select(millis) == 0) {
			throw new SocketTimeoutException(
					Thread.currentThread().isInterrupted() ? "interrupted" : "no answer in time");
		}
		selector.selectedKeys().clear();
	}

	private static ByteBuffer ascii(String text) {
		return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
	}

	/**
	 * What was answered.
	 *
	 * @param status the HTTP status
	 * @param body the body
	 */
	record Answer(int status, String body) {

		static Answer parse(ByteBuffer bytes) throws IOException {
			String text = StandardCharsets.UTF_8.decode(bytes).toString();
			int head = text.indexOf("\r\n\r\n");
			if (head < 0 || !text.matches("(?s)HTTP/1\\.[01] \\d{3}\\b.*")) {
				throw new EOFException("the answer is cut off, or not HTTP");
			}
			return new Answer(Integer.parseInt(text.substring(9, 12)), text.substring(head + 4));
		}

	}

}
