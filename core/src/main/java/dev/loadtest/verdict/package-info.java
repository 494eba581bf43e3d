/**
 * Turns what the runners measured into one verdict. Plain Java: no Kubernetes, no Quarkus, no clock, no logging. The door is
 * {@code Verdicts}.
 */
package dev.loadtest.verdict;
