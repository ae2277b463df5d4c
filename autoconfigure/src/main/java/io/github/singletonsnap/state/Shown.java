package io.github.singletonsnap.state;

/**
 * Text that somebody else wrote, such as a file's name or a command, as it may be shown:
 * on one line, and without anything that a terminal takes for an order.
 */
public final class Shown {

	private Shown() {
	}

	/**
	 * Replaces what is not to be seen by U+FFFD and its code, a line break by {@code 0a}
	 * behind it. What is unlike is shown unlike, and can be written into a URL.
	 * @param text the text
	 * @return the same text if there is nothing to replace
	 */
	public static String text(String text) {
		if (text.codePoints().noneMatch(Shown::isHidden)) {
			return text;
		}
		StringBuilder shown = new StringBuilder();
		text.codePoints().forEach((codePoint) -> {
			if (isHidden(codePoint)) {
				shown.append((codePoint < 0x100) ? String.format("\ufffd%02x", codePoint)
						: String.format("\ufffdu%04x", codePoint));
			}
			else {
				shown.appendCodePoint(codePoint);
			}
		});
		return shown.toString();
	}

	// FORMAT has those that turn the direction of what follows
	private static boolean isHidden(int codePoint) {
		return switch (Character.getType(codePoint)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.SURROGATE ->
				true;
			default -> false;
		};
	}

}
