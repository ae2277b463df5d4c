package io.github.singletonsnap.snapd;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.singletonsnap.state.Shown;
import io.github.singletonsnap.state.SnapChange;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonParseException;
import org.springframework.boot.json.JsonParserFactory;

/**
 * The questions, and what snapd's answers say.
 */
final class SnapdClient {

	private static final int BAD_REQUEST = 400;

	private static final int UNAUTHORIZED = 401;

	private static final int FORBIDDEN = 403;

	private static final int NOT_FOUND = 404;

	private final SnapdSocket socket;

	SnapdClient(Path socket) {
		this.socket = new SnapdSocket(socket);
	}

	/**
	 * Whether the snaps that come with the machine are there. Before, every operation
	 * fails with "too early for operation", and no change tells it.
	 */
	boolean isSeeded(Duration timeout) throws IOException {
		SnapdSocket.Answer answer = get("/v2/snaps/system/conf?keys=seed.loaded", timeout);
		if (answer.status() == BAD_REQUEST || answer.status() == NOT_FOUND) {
			// There is no such key yet
			return false;
		}
		// To Boot's own parser it is a text
		return result(answer) instanceof Map<?, ?> keys && "true".equals(String.valueOf(keys.get("seed.loaded")));
	}

	/**
	 * The changes of a snap that are in progress. A snap's name has no character that
	 * would have to be escaped.
	 */
	List<SnapChange> changesInProgress(String snap, Duration timeout) throws IOException {
		if (!(result(get("/v2/changes?select=in-progress&for=" + snap, timeout)) instanceof List<?> list)) {
			throw new IOException("snapd's answer lists no changes");
		}
		List<SnapChange> changes = new ArrayList<>();
		for (Object change : list) {
			changes.add(change(change));
		}
		return changes;
	}

	private static SnapChange change(Object change) throws IOException {
		if (!(change instanceof Map<?, ?> fields)) {
			throw new IOException("snapd's answer lists what is no change");
		}
		return new SnapChange(text(fields, "id"), text(fields, "kind"), text(fields, "summary"),
				time(text(fields, "spawn-time")));
	}

	private SnapdSocket.Answer get(String target, Duration timeout) throws IOException {
		try {
			return this.socket.get(target, timeout);
		}
		catch (BindException ex) {
			// So the JDK tells EACCES: of the socket, of a directory above it, or by a
			// policy such as AppArmor's, which no look at the permissions would show
			throw new NotAllowedException(true);
		}
	}

	private static @Nullable Object result(SnapdSocket.Answer answer) throws IOException {
		if (answer.status() == UNAUTHORIZED || answer.status() == FORBIDDEN) {
			throw new NotAllowedException(false);
		}
		if (answer.status() != 200) {
			throw new IOException("snapd answered with status " + answer.status());
		}
		// Boot's own parser reads the first half of an answer as well
		if (!answer.body().stripTrailing().endsWith("}")) {
			throw new IOException("snapd's answer is cut off");
		}
		try {
			return JsonParserFactory.getJsonParser().parseMap(answer.body()).get("result");
		}
		catch (JsonParseException ex) {
			throw new IOException("snapd's answer is not JSON", ex);
		}
	}

	private static String text(Map<?, ?> fields, String name) {
		Object value = fields.get(name);
		return (value != null) ? Shown.text(value.toString()) : "";
	}

	private static @Nullable Instant time(String text) {
		try {
			return OffsetDateTime.parse(text).toInstant();
		}
		catch (DateTimeParseException ex) {
			return null;
		}
	}

	/**
	 * This user may not ask that.
	 */
	static final class NotAllowedException extends IOException {

		private static final long serialVersionUID = 1L;

		private final boolean ofSocket;

		NotAllowedException(boolean ofSocket) {
			super("snapd does not tell that to this user");
			this.ofSocket = ofSocket;
		}

		/**
		 * Whether this user may not ask anything at all.
		 */
		boolean isOfSocket() {
			return this.ofSocket;
		}

	}

}
