package dev.loadtest.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** One file below {@code api/src/test/resources/crd}. */
record CrdCase(Path file, JsonNode content) {

    static Stream<CrdCase> in(String folder) {
        var root =
                TestCluster.projectRoot().resolve("api/src/test/resources/crd").resolve(folder);
        try (var files = Files.walk(root)) {
            return files
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(CrdCase::read)
                    .toList()
                    .stream();
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    GenericKubernetesResource resource() {
        return as(content);
    }

    GenericKubernetesResource resource(String key) {
        return as(content.get(key));
    }

    boolean isRefused() {
        return content.has("expect");
    }

    String expected() {
        return content.get("expect").asText();
    }

    boolean isAboutStatus() {
        return content.path("subresource").asText().equals("status");
    }

    @Override
    public String toString() {
        return file.getParent().getFileName() + "/" + file.getFileName();
    }

    private static CrdCase read(Path file) {
        try {
            return new CrdCase(file, Serialization.unmarshal(Files.readString(file), JsonNode.class));
        } catch (IOException cannotRead) {
            throw new UncheckedIOException(cannotRead);
        }
    }

    private static GenericKubernetesResource as(JsonNode content) {
        return Serialization.unmarshal(Serialization.asJson(content), GenericKubernetesResource.class);
    }
}
