package dev.loadtest.report;

/**
 * What the cluster knows of a run and its results do not say.
 *
 * @param run which run
 * @param times when it was
 * @param environment what it was made with
 */
public record RunFacts(RunIdentity run, Times times, Environment environment) {}
