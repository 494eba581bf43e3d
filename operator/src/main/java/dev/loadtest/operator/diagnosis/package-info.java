/**
 * Reads what the cluster says of a run's pods and finds what keeps them from running. Pure functions; the door is {@link
 * dev.loadtest.operator.diagnosis.Diagnosis}. May not decide what follows from a finding.
 */
package dev.loadtest.operator.diagnosis;
