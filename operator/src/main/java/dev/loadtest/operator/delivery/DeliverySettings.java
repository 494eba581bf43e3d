package dev.loadtest.operator.delivery;

import java.util.Optional;

/**
 * What the operator's own configuration says about deliveries.
 *
 * @param prometheusUrl the Prometheus that may be asked, such as {@code http://prometheus:9090}; empty: none
 * @param image the operator's own image, whose other program brings reports to their places; empty: none can be brought
 */
public record DeliverySettings(Optional<String> prometheusUrl, Optional<String> image) {}
