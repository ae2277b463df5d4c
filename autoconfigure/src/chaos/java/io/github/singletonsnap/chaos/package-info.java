/**
 * Units of many kinds on a few locks, and a monkey that does to them and to their files
 * what a machine can do: {@code mvn -Pchaos verify}. What it found is in
 * {@code docs/reliability.md}.
 * <p>
 * What judges knows nothing of the library: a journal to which all append, counters that
 * nothing guards but the locks, {@code /proc}, and the names of files.
 */
package io.github.singletonsnap.chaos;
