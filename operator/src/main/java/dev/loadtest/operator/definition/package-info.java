/**
 * The definition of a load test: when it is due, a LoadTestRun is made of it, once for each reason. {@link
 * dev.loadtest.operator.definition.DefinitionDecisions} decides. May not know how a run is carried out. The door is {@link
 * dev.loadtest.operator.definition.LoadTestReconciler}.
 */
package dev.loadtest.operator.definition;
