/**
 * Reads what the cluster says of a run's Job and pods, and finds what keeps the runners from running or took them away. Pure functions;
 * the doors are {@link dev.loadtest.operator.diagnosis.Diagnosis} and, for the API server's own answers, {@link
 * dev.loadtest.operator.diagnosis.Refusals}. May not decide what follows from a finding.
 */
package dev.loadtest.operator.diagnosis;
