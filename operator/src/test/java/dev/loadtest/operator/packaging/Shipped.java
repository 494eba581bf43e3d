package dev.loadtest.operator.packaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.loadtest.testkit.TestCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The YAML that the project ships, as parsed trees. */
final class Shipped {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private Shipped() {}

    static Path folder(String name) {
        return TestCluster.projectRoot().resolve(name);
    }

    /** The YAML files of a folder, in the order in which kubectl applies them. */
    static List<Path> filesIn(Path folder) {
        return filesIn(folder, ".yaml");
    }

    static List<Path> filesIn(Path folder, String ending) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<JsonNode> objectsIn(Path folder) {
        return filesIn(folder).stream()
                .flatMap(file -> parse(read(file)).stream())
                .toList();
    }

    static List<JsonNode> parse(String yaml) {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
            return documents.readAll().stream()
                    .filter(document -> !document.isNull() && !document.isMissingNode())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, JsonNode> byName(List<JsonNode> objects) {
        var named = new TreeMap<String, JsonNode>();
        for (var object : objects) {
            if (named.put(name(object), object) != null) {
                throw new AssertionError(name(object) + " is there twice");
            }
        }
        return named;
    }

    static String name(JsonNode object) {
        return "%s %s/%s"
                .formatted(
                        kind(object),
                        object.at("/metadata/namespace").asText("-"),
                        object.at("/metadata/name").asText());
    }

    static String kind(JsonNode object) {
        return object.path("kind").asText();
    }

    /** With sorted keys, so that equal objects have equal text and a difference can be read. */
    static String text(JsonNode object) {
        try {
            return YAML.writeValueAsString(YAML.treeToValue(object, Object.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
