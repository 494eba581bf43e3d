package dev.loadtest.operator.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.loadtest.testkit.TestNamespace;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real API server reads every shipped object strictly: a misspelt field, which kubectl only warns of, is an error here. */
class ManifestsIT {
    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    static Stream<String> objects() {
        return Stream.of(
                        "k8s",
                        "examples/basic",
                        "examples/crud",
                        "examples/scenarios",
                        "examples/report",
                        "examples/schedules")
                .flatMap(folder -> Shipped.objectsIn(Shipped.folder(folder)).stream())
                // Their name is fixed, and the extension above has applied them.
                .filter(object -> !Shipped.kind(object).equals("CustomResourceDefinition"))
                .map(ManifestsIT::inTheTestsNamespace);
    }

    @ParameterizedTest
    @MethodSource("objects")
    void isTakenAsItIs(String object) {
        var resource = Serialization.unmarshal(object, GenericKubernetesResource.class);

        var taken = NAMESPACE
                .client()
                .resource(resource)
                .dryRun()
                .fieldValidation(Validation.STRICT)
                .create();

        assertThat(taken.getMetadata().getUid()).isNotNull();
    }

    /** And under another name, so that what the cluster has already is not in the way. */
    private static String inTheTestsNamespace(JsonNode object) {
        var metadata = (ObjectNode) object.path("metadata");
        if (metadata.has("namespace")) {
            metadata.put("namespace", NAMESPACE.name());
        }
        metadata.put("name", metadata.path("name").asText() + "-dry");
        return Shipped.text(object);
    }
}
