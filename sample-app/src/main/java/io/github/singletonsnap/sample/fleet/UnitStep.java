package io.github.singletonsnap.sample.fleet;

import io.github.singletonsnap.sample.unit.Step;

/**
 * That a unit of a fleet has come further.
 *
 * @param fleet the name of its fleet
 * @param step how far
 */
record UnitStep(String fleet, Step step) {

}
