package io.github.singletonsnap.chaos;

import java.util.List;

/**
 * What programs there are.
 */
enum Kind {

	MANAGER_17("our manager, JDK 17, threads", 2, "manager", "threads", 17),

	MANAGER_25("our manager, JDK 25, threads", 2, "manager", "threads", 25),

	MANAGER_VIRTUAL_25("our manager, JDK 25, virtual threads", 2, "manager", "virtual", 25),

	ANNOTATED_17("our annotations, JDK 17, threads", 1, "annotated", "threads", 17),

	ANNOTATED_VIRTUAL_25("our annotations, JDK 25, virtual threads", 1, "annotated", "virtual", 25),

	FLOCK_COMMAND("flock(1) with a command", 14, "flock_command.sh"),

	FLOCK_DESCRIPTOR("flock(1) on a descriptor", 14, "flock_descriptor.sh"),

	TRUNCATING("Python that truncates", 14, "truncating.py"),

	ORIGINAL("the Python original", 14, "original.py"),

	BUSY_LOCKED("broken: locked although busy", 1, "BUSY_LOCKED", "threads", 17),

	PATH_UNCHECKED("broken: path not checked", 1, "PATH_UNCHECKED", "threads", 17),

	NOT_UNLOCKED("broken: not unlocked", 1, "NOT_UNLOCKED", "threads", 17);

	/**
	 * Eight of many kinds.
	 */
	static final List<Kind> MIXED = List.of(MANAGER_17, MANAGER_25, MANAGER_VIRTUAL_25, ANNOTATED_17,
			ANNOTATED_VIRTUAL_25, FLOCK_COMMAND, FLOCK_DESCRIPTOR, TRUNCATING);

	private final String description;

	/**
	 * How often it is killed, beside the others: the start of a JVM takes long.
	 */
	private final int fragility;

	private final String program;

	private final String threads;

	private final int java;

	Kind(String description, int fragility, String script) {
		this(description, fragility, script, "", 0);
	}

	Kind(String description, int fragility, String program, String threads, int java) {
		this.description = description;
		this.fragility = fragility;
		this.program = program;
		this.threads = threads;
		this.java = java;
	}

	String description() {
		return this.description;
	}

	int fragility() {
		return this.fragility;
	}

	String program() {
		return this.program;
	}

	String threads() {
		return this.threads;
	}

	int java() {
		return this.java;
	}

	/**
	 * Whether it uses this library: looks at the path after it has locked, waits at the
	 * gate, and can be told to do things.
	 */
	boolean isOurs() {
		return this.java != 0;
	}

	boolean registers() {
		return this.program.equals("manager") || this.program.equals("annotated");
	}

}
