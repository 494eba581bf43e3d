/**
 * What a run leaves behind for people: its report, kept as data. The door is {@link dev.loadtest.operator.artifact.ReportArchive}. Knows no
 * decision: a report that cannot be kept changes no verdict.
 */
package dev.loadtest.operator.artifact;
