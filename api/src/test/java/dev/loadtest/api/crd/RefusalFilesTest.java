package dev.loadtest.api.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each rule and pattern of a CRD has a file that breaks it; CustomResourceValidationIT of testkit/ applies the files. */
class RefusalFilesTest {

    private static final Path FILES = ProjectFiles.root().resolve("api/src/test/resources/crd");

    @ParameterizedTest
    @EnumSource
    void everyRuleHasAFileThatBreaksIt(CrdFile crd) throws IOException {
        var expected = expectedMessages();
        var untested = new ArrayList<String>();
        crd.schema().all().forEach(schema -> {
            for (var rule : schema.node().path("x-kubernetes-validations")) {
                if (expected.stream().noneMatch(message -> isOf(rule, message))) {
                    untested.add(schema.path() + ": " + rule.get("message").asText());
                }
            }
            var pattern = schema.node().path("pattern").asText();
            if (!pattern.isEmpty() && expected.stream().noneMatch(message -> message.contains("'" + pattern + "'"))) {
                untested.add(schema.path() + ": " + pattern);
            }
        });
        assertThat(untested)
                .as("rules without a file below %s/{invalid,update} that breaks them", FILES.getFileName())
                .isEmpty();
    }

    private static boolean isOf(JsonNode rule, String message) {
        // A message made by an expression begins with the name at fault, which stands in the rule.
        return rule.has("messageExpression")
                ? message.contains(" is refused: ")
                        && rule.get("rule").asText().contains("'" + message.split(" ")[0] + "'")
                : !message.isEmpty() && rule.get("message").asText().startsWith(message);
    }

    private static List<String> expectedMessages() throws IOException {
        var yaml = new YAMLMapper();
        var messages = new ArrayList<String>();
        for (var folder : List.of("invalid", "update")) {
            try (Stream<Path> files = Files.walk(FILES.resolve(folder))) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    var content = yaml.readTree(Files.readString(file));
                    assertThat(content.has("expect") || folder.equals("update"))
                            .as("%s has expect", file.getFileName())
                            .isTrue();
                    messages.add(content.path("expect").asText());
                }
            }
        }
        return messages;
    }
}
