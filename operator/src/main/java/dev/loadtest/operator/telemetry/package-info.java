/** What the operator tells beside the statuses: Kubernetes events, its own metrics, and the words of the API server. */
package dev.loadtest.operator.telemetry;
