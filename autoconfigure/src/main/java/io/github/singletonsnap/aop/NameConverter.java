package io.github.singletonsnap.aop;

import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.core.convert.TypeDescriptor;
import org.springframework.expression.spel.SpelEvaluationException;
import org.springframework.expression.spel.SpelMessage;
import org.springframework.expression.spel.support.StandardTypeConverter;

/**
 * Makes text of values of expressions. Every object has a {@code toString()}, which may
 * tell where it lies in memory: a name made of that would exclude nobody. So only text,
 * numbers, enums and paths are text.
 */
final class NameConverter extends StandardTypeConverter {

	/**
	 * Returns the texts that a value stands for: its own, or those of what is in it.
	 */
	static List<String> texts(Object value) {
		List<String> texts = new ArrayList<>();
		if (value instanceof Collection<?> collection) {
			collection.forEach((element) -> texts.add(text(element)));
		}
		else if (value.getClass().isArray()) {
			for (int i = 0; i < Array.getLength(value); i++) {
				texts.add(text(Array.get(value, i)));
			}
		}
		else {
			texts.add(text(value));
		}
		if (texts.isEmpty()) {
			throw new IllegalArgumentException("gives nothing to lock");
		}
		return texts;
	}

	private static String text(@Nullable Object value) {
		if (value == null) {
			throw new IllegalArgumentException("gives null");
		}
		if (!isText(value)) {
			throw new IllegalArgumentException("gives a " + value.getClass().getName()
					+ ", which is no name: only text, numbers, enums and paths are, and collections of these");
		}
		return value.toString();
	}

	private static boolean isText(Object value) {
		return value instanceof CharSequence || value instanceof Character || value instanceof Number
				|| value instanceof Enum<?> || value instanceof Path;
	}

	// What it says that it cannot convert is added to text all the same
	@Override
	public boolean canConvert(@Nullable TypeDescriptor sourceType, TypeDescriptor targetType) {
		return targetType.getType() == String.class || super.canConvert(sourceType, targetType);
	}

	/**
	 * Called for what is added to text, or given to a method that takes text.
	 */
	@Override
	public @Nullable Object convertValue(@Nullable Object value, @Nullable TypeDescriptor sourceType,
			TypeDescriptor targetType) {
		if (value != null && targetType.getType() == String.class) {
			if (!isText(value) && !(value instanceof Boolean)) {
				throw new SpelEvaluationException(SpelMessage.TYPE_CONVERSION_ERROR, value.getClass().getName(),
						"text: only text, numbers, enums and paths are");
			}
			return value.toString();
		}
		return super.convertValue(value, sourceType, targetType);
	}

}
