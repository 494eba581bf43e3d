package dev.loadtest.api.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** {@code docs/reference/fields.md} says what the CRDs say; {@code -Dgenerate=true} writes it. */
class FieldsPageTest {

    private static final String HEAD = """
            <!-- Generated from the Java types in api/: make generate -->
            # Every field

            What `kubectl explain loadtest.spec --recursive` lists, on one page. A field in **bold** must be given. `[]` stands for each entry
            of a list, `{}` for each value of a map.

            """;

    private final StringBuilder page = new StringBuilder(HEAD);

    @Test
    void isWhatTheCrdsSay() throws IOException {
        kind("LoadTest", CrdFile.LOAD_TEST);
        kind("LoadTestRun", CrdFile.LOAD_TEST_RUN);
        var file = ProjectFiles.root().resolve("docs/reference/fields.md");
        if (Boolean.getBoolean("generate")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, page);
        }
        assertThat(file).as("run: make generate").hasContent(page.toString());
    }

    private void kind(String kind, CrdFile crd) {
        var root = crd.schema();
        page.append("## ").append(kind).append("\n\n");
        page.append(root.node().path("description").asText()).append("\n\n");
        page.append("| column | shows |\n|---|---|\n");
        crd.columns()
                .forEach(column -> page.append("| %s%s | %s |\n"
                        .formatted(
                                column.name(),
                                column.priority() == 0 ? "" : " (with `-o wide`)",
                                column.description().isEmpty() ? "when it was created" : column.description())));
        for (var part : List.of("spec", "status")) {
            page.append("\n### ").append(kind).append(' ').append(part).append("\n\n");
            page.append("| field | type | meaning |\n|---|---|---|\n");
            fields(root.property(part));
        }
        refusals(root);
    }

    private void fields(Schema parent) {
        var required = parent.node().path("required").toString();
        parent.node().path("properties").fieldNames().forEachRemaining(name -> {
            var field = parent.property(name);
            var given = required.contains('"' + name + '"') ? "**" : "";
            var repeated = field.path().equals("spec.definition"); // the same as the spec of a LoadTest
            page.append("| %s`%s`%s | %s | %s%s |\n"
                    .formatted(
                            given,
                            field.path(),
                            given,
                            type(field.node()),
                            text(field.node().path("description").asText()),
                            repeated ? " Its fields are those of [LoadTest spec](#loadtest-spec)." : ""));
            if (!repeated) {
                below(field);
            }
        });
    }

    private void below(Schema field) {
        if (field.isType("array")) {
            fields(field.items());
        } else if (field.node().has("additionalProperties")) {
            fields(field.values());
        } else {
            fields(field);
        }
    }

    private static String type(JsonNode node) {
        if (node.has("enum")) {
            return StreamSupport.stream(node.get("enum").spliterator(), false)
                    .map(word -> '`' + word.asText() + '`')
                    .reduce((one, other) -> one + ", " + other)
                    .orElseThrow();
        }
        if (node.has("items")) {
            return "list of " + type(node.get("items"));
        }
        if (node.has("additionalProperties")) {
            return "map of " + type(node.get("additionalProperties"));
        }
        if (node.path("x-kubernetes-int-or-string").asBoolean()) {
            return "quantity";
        }
        return node.path("format").asText().equals("date-time")
                ? "time"
                : node.path("type").asText();
    }

    private void refusals(Schema root) {
        var lines = new LinkedHashSet<String>();
        root.all()
                .filter(schema -> !schema.path().startsWith("spec.definition."))
                .forEach(schema -> rules(schema)
                        .forEach(rule -> lines.add("| %s | %s |"
                                .formatted(schema.path().isEmpty() ? "" : '`' + schema.path() + '`', rule))));
        page.append("\nWhat the API server refuses besides, in its own words:\n\n| at | message |\n|---|---|\n");
        lines.forEach(line -> page.append(line).append('\n'));
        page.append('\n');
    }

    private static List<String> rules(Schema schema) {
        var messages = new ArrayList<String>();
        schema.node()
                .path("x-kubernetes-validations")
                .forEach(rule -> messages.add(text(rule.path("message").asText())));
        return messages;
    }

    private static String text(String plain) {
        return plain.replace("|", "\\|")
                .replace("$", "\\$")
                .replace("<", "&lt;")
                .replace("*", "\\*");
    }
}
