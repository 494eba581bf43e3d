/**
 * One run, from its admission to its verdict: observe, decide, act, tell. {@link dev.loadtest.operator.run.RunDecisions} decides,
 * and knows neither Kubernetes nor a clock; the observer and the actions around it are thin. The door is {@link
 * dev.loadtest.operator.run.LoadTestRunReconciler}.
 */
package dev.loadtest.operator.run;
