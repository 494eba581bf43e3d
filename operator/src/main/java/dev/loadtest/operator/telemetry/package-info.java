/** What the operator tells beside the statuses: Kubernetes events, and its own metrics. */
package dev.loadtest.operator.telemetry;
