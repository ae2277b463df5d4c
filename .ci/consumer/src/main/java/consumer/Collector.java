package consumer;

import java.util.function.Supplier;

import io.github.singletonsnap.annotation.SnapOperation;

import org.springframework.stereotype.Component;

@Component
public class Collector {

	@SnapOperation("#{#snap.name()}")
	public <T> T operate(Snap snap, Supplier<T> body) {
		return body.get();
	}

	public record Snap(String name) {

	}

}
