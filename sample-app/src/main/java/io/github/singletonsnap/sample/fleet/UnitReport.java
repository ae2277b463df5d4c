package io.github.singletonsnap.sample.fleet;

import io.github.singletonsnap.sample.unit.Report;

/**
 * That a unit of a fleet has ended an operation.
 *
 * @param fleet the name of its fleet
 * @param report how it went
 * @param summary of all reports of that fleet so far
 */
record UnitReport(String fleet, Report report, Summary summary) {

}
