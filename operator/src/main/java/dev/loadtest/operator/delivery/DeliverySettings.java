package dev.loadtest.operator.delivery;

import java.util.Optional;

/**
 * What the operator's own configuration says about deliveries.
 *
 * @param prometheusUrl the Prometheus that may be asked, such as {@code http://prometheus:9090}; empty: none
 */
public record DeliverySettings(Optional<String> prometheusUrl) {}
