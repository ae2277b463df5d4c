package io.github.singletonsnap.sample.fleet;

/**
 * Events of a fleet that also go to the terminal.
 *
 * @param timeline prints them
 * @param events gets them too
 */
record Printed(Timeline timeline, FleetEvents events) implements FleetEvents {

	@Override
	public void publish(String kind, Object event) {
		if (event instanceof UnitReport report) {
			this.timeline.add(report.report());
		}
		else if (event instanceof UnitStep step) {
			this.timeline.add(step.step());
		}
		else if (event instanceof UnitState state && isNews(state)) {
			this.timeline.add(state);
		}
		this.events.publish(kind, event);
	}

	private static boolean isNews(UnitState state) {
		return switch (state.phase()) {
			case STARTING, RUNNING -> false;
			case STOPPED, KILLED -> true;
			// By itself, with nothing to say, at the end of all that it had to do
			case ENDED -> !state.detail().isEmpty();
		};
	}

}
