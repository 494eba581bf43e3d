/**
 * Whether what a run measured arrived where it should: the series in Prometheus, the result in a Pushgateway. It follows the verdict and changes
 * nothing of it. The doors are {@link MetricsDelivery}, which says at the end of a run what k6's logs tell, and the reconciler, which goes on
 * from there for runs with the label {@code loadtest.dev/delivering}.
 */
package dev.loadtest.operator.delivery;
