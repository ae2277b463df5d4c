/**
 * Measures the locks against plain C and against Python programs, all in one run:
 * {@code mvn -Pbenchmark verify}. What it found is in {@code docs/benchmarks.md}.
 */
package io.github.singletonsnap.benchmark;
