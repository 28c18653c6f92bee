/** Measurements, run on demand: {@code mvn verify -Pbenchmark}. */
package io.revisit.benchmark;
