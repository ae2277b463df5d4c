package io.github.singletonsnap;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Names that come from requests, without end.
 */
class LockPathsTests {

	private final Set<Path> inUse = new HashSet<>();

	private final LockPaths<String> paths = new LockPaths<>((name) -> Path.of("/locks", name), this.inUse::contains);

	@Test
	void namesWhoseLocksAreNotInUseAreForgotten() {
		int known = 0;
		for (int i = 0; i < 10 * LockPaths.FEW; i++) {
			assertThat(this.paths.of("snap" + i)).isEqualTo(Path.of("/locks/snap" + i));
		}
		for (int i = 0; i < 10 * LockPaths.FEW; i++) {
			known += (this.paths.nameOf(Path.of("/locks/snap" + i)) != null) ? 1 : 0;
		}
		assertThat(known).isPositive().isLessThanOrEqualTo(LockPaths.FEW);
	}

	@Test
	void namesWhoseLocksAreInUseAreKnownByTheirFiles() {
		this.paths.of("held");
		this.inUse.add(Path.of("/locks/held"));
		for (int i = 0; i < 2 * LockPaths.FEW; i++) {
			this.paths.of("snap" + i);
		}
		assertThat(this.paths.nameOf(Path.of("/locks/held"))).isEqualTo("held");
		assertThat(this.paths.nameOf(Path.of("/locks/snap0"))).isNull();
	}

}
