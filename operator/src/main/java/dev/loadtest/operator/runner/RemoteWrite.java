package dev.loadtest.operator.runner;

import dev.loadtest.api.EnvVariable;
import dev.loadtest.api.LoadTestSpec;
import dev.loadtest.api.PrometheusOutput;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the runners of a definition write their series while the test runs.
 *
 * @param url empty when it comes from a Secret or a ConfigMap, which is not looked into
 * @param field what to change when it is wrong, in words
 * @param interval the time between two writes
 */
public record RemoteWrite(Optional<String> url, String field, Duration interval) {
    static final String OUTPUT = "experimental-prometheus-rw";
    static final String OUT = "K6_OUT";
    static final String URL = "K6_PROMETHEUS_RW_SERVER_URL";
    static final String INTERVAL = "K6_PROMETHEUS_RW_PUSH_INTERVAL";
    static final String TREND_STATS = "K6_PROMETHEUS_RW_TREND_STATS";
    private static final Duration USUAL_INTERVAL = Duration.ofSeconds(5);
    /** What k6 itself takes. */
    private static final String USUAL_URL = "http://localhost:9090/api/v1/write";

    private static final Pattern PART = Pattern.compile("([0-9.]+)(ms|s|m|h)");

    /** Empty when nothing is written, as far as can be seen: what comes by envFrom cannot. */
    public static Optional<RemoteWrite> of(LoadTestSpec definition, RunnerSettings settings) {
        var variables = RunnerEnvironment.variables(definition, settings);
        var asArgument = Optional.ofNullable(definition.arguments()).orElse(List.of()).stream()
                .anyMatch(word -> word.contains(OUTPUT));
        var asVariable = variable(variables, OUT).map(EnvVar::getValue).filter(out -> out.contains(OUTPUT));
        if (!asArgument && asVariable.isEmpty()) {
            return Optional.empty();
        }
        var url = variable(variables, URL);
        return Optional.of(new RemoteWrite(
                url.isEmpty() ? Optional.of(USUAL_URL) : url.map(EnvVar::getValue),
                field(definition, settings),
                variable(variables, INTERVAL)
                        .map(EnvVar::getValue)
                        .map(RemoteWrite::duration)
                        .filter(interval -> !interval.isZero())
                        .orElse(USUAL_INTERVAL)));
    }

    private static Optional<EnvVar> variable(List<EnvVar> variables, String name) {
        return variables.stream()
                .filter(variable -> variable.getName().equals(name))
                .findFirst();
    }

    private static String field(LoadTestSpec definition, RunnerSettings settings) {
        var theirs = Optional.ofNullable(definition.env()).orElse(List.of()).stream()
                .map(EnvVariable::name)
                .anyMatch(URL::equals);
        if (theirs) {
            return "the variable %s in spec.env".formatted(URL);
        }
        var ownUrl = Optional.ofNullable(definition.prometheus()).map(PrometheusOutput::remoteWriteUrl);
        return ownUrl.isPresent() || settings.remoteWriteUrl().isEmpty()
                ? "spec.prometheus.remoteWriteUrl"
                : "the operator's setting LOADTEST_PROMETHEUS_REMOTE_WRITE_URL";
    }

    private static Duration duration(String text) {
        var sum = Duration.ZERO;
        var parts = PART.matcher(text);
        while (parts.find()) {
            var millis =
                    switch (parts.group(2)) {
                        case "ms" -> 1;
                        case "s" -> 1_000;
                        case "m" -> 60_000;
                        default -> 3_600_000;
                    };
            sum = sum.plusMillis((long) (Double.parseDouble(parts.group(1)) * millis));
        }
        return sum;
    }
}
