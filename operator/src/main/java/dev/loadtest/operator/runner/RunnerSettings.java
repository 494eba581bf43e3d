package dev.loadtest.operator.runner;

import java.util.Optional;

/**
 * What the operator's own configuration says about runners.
 *
 * @param remoteWriteUrl where runners send their metrics when the LoadTest does not say; empty: nowhere
 */
public record RunnerSettings(Optional<String> remoteWriteUrl) {}
