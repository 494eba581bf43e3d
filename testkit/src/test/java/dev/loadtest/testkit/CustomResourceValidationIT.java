package dev.loadtest.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.k6.K6Flag;
import dev.loadtest.k6.K6Flags;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the API server accepts and refuses, by the files in {@code api/src/test/resources/crd}. It stands here and not beside them
 * because it needs the test cluster, which is of this module, and this module needs the types.
 */
class CustomResourceValidationIT {

    private static final int UNPROCESSABLE = 422;

    @RegisterExtension
    static final PrivateResources CLUSTER = new PrivateResources();

    static Stream<CrdCase> valid() {
        return CrdCase.in("valid");
    }

    static Stream<CrdCase> invalid() {
        return CrdCase.in("invalid");
    }

    static Stream<CrdCase> update() {
        return CrdCase.in("update");
    }

    static Stream<String> refusedVariables() {
        // K6_OUT may be overridden, only not with an output to the log.
        return refused(K6Flag::variable).filter(name -> !name.equals("K6_OUT"));
    }

    static Stream<String> refusedFlags() {
        return refused(K6Flag::flag);
    }

    static Stream<String> refusedLetters() {
        return refused(K6Flag::letter);
    }

    private static Stream<String> refused(Function<K6Flag, String> name) {
        return K6Flags.rows().stream()
                .filter(row -> row.use() != K6Flag.Use.ALLOWED)
                .map(name)
                .filter(text -> !text.isEmpty());
    }

    @ParameterizedTest
    @MethodSource("valid")
    void acceptsAndReadsBackTheSame(CrdCase example) {
        var created = CLUSTER.resource(example.resource()).create();
        try {
            CustomResource<?, ?> typed = typed(created);
            assertThat(json(typed.getSpec()))
                    .isEqualTo(quantitiesAsText(json(created).get("spec")));
        } finally {
            CLUSTER.client().resource(created).delete();
        }
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void refuses(CrdCase example) {
        assertRefused(() -> CLUSTER.resource(example.resource("resource")).create(), example.expected());
    }

    @ParameterizedTest
    @MethodSource("update")
    void allowsOrRefusesTheChange(CrdCase example) {
        var created = CLUSTER.resource(example.resource("from")).create();
        try {
            var changed = CLUSTER.resource(example.resource("to"));
            Runnable change = example.isAboutStatus() ? changed::updateStatus : changed::update;
            if (example.isRefused()) {
                assertRefused(change, example.expected());
            } else {
                change.run();
            }
        } finally {
            CLUSTER.client().resource(created).delete();
        }
    }

    @ParameterizedTest
    @MethodSource("refusedVariables")
    void refusesTheVariable(String name) {
        var test = loadTest(Map.of("env", List.of(Map.of("name", name, "value", "1"))));
        assertRefused(() -> CLUSTER.resource(test).create(), name + " is refused: ");
    }

    @ParameterizedTest
    @MethodSource("refusedFlags")
    void refusesTheFlagAloneAndWithAValue(String flag) {
        for (var argument : List.of(flag, flag + "=1")) {
            var test = loadTest(Map.of("arguments", List.of(argument)));
            assertRefused(() -> CLUSTER.resource(test).create(), flag + " is refused: ");
        }
    }

    @ParameterizedTest
    @MethodSource("refusedLetters")
    void refusesTheLetterAlsoBehindOthers(String letter) {
        for (var argument : List.of(letter, letter + "1", "-qv" + letter.substring(1))) {
            var test = loadTest(Map.of("arguments", List.of(argument)));
            assertRefused(() -> CLUSTER.resource(test).create(), letter + " (--");
        }
    }

    @Test
    void refusesAnInlineScriptThatIsTooLong() {
        var test = loadTest(Map.of("script", Map.of("inline", "x".repeat(128 * 1024 + 1))));
        assertRefused(() -> CLUSTER.resource(test).create(), "spec.script.inline: Too long");
    }

    @Test
    void fillsInTheDefaults() {
        var created = CLUSTER.resource(loadTest(Map.of())).create();
        try {
            var spec = CLUSTER.typed(created, LoadTest.class).getSpec();
            assertThat(spec.image()).isEqualTo("grafana/k6:2.2.0");
            assertThat(spec.parallelism()).isEqualTo(1);
            assertThat(spec.startTimeoutSeconds()).isEqualTo(300);
            assertThat(spec.suspend()).isFalse();
            assertThat(spec.resources().requests()).hasToString("{cpu=100m, memory=128Mi}");
            assertThat(spec.resources().limits()).isNull();
            assertThat(spec.activeDeadlineSeconds()).isNull();
        } finally {
            CLUSTER.client().resource(created).delete();
        }
    }

    private static void assertRefused(Runnable change, String message) {
        var refusal = catchThrowableOfType(KubernetesClientException.class, change::run);
        assertThat(refusal).as("refusal with: %s", message).isNotNull();
        assertThat(refusal.getCode()).as(refusal.getMessage()).isEqualTo(UNPROCESSABLE);
        assertThat(refusal.getStatus().getMessage()).contains(message);
    }

    private static GenericKubernetesResource loadTest(Map<String, Object> fields) {
        var test = Serialization.unmarshal("""
                apiVersion: loadtest.dev/v1alpha1
                kind: LoadTest
                metadata: {name: items-smoke}
                spec: {script: {configMap: {name: k6-scripts, file: smoke.js}}}
                """, GenericKubernetesResource.class);
        test.<Map<String, Object>>get("spec").putAll(fields);
        return test;
    }

    private static CustomResource<?, ?> typed(GenericKubernetesResource resource) {
        Class<? extends CustomResource<?, ?>> type =
                resource.getKind().equals("LoadTest") ? LoadTest.class : LoadTestRun.class;
        return CLUSTER.typed(resource, type);
    }

    private static JsonNode json(Object value) {
        return Serialization.unmarshal(Serialization.asJson(value), JsonNode.class);
    }

    /** {@code cpu: 1} and {@code cpu: "1"} are the same quantity, and Java writes the second. */
    private static JsonNode quantitiesAsText(JsonNode spec) {
        for (var amounts : List.of("requests", "limits")) {
            if (spec.path("resources").get(amounts) instanceof ObjectNode quantities) {
                quantities
                        .properties()
                        .forEach(entry ->
                                quantities.put(entry.getKey(), entry.getValue().asText()));
            }
        }
        return spec;
    }
}
