package dev.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.loadtest.docs.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema in the documents describes every field that a report has, and its example is one. */
class SummarySchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FOLDER = ProjectRoot.get().resolve("docs/schema");
    private static final Path SCHEMA = FOLDER.resolve("summary-v1.schema.json");
    private static final Path EXAMPLE = FOLDER.resolve("summary-v1.example.json");

    static Stream<Report> reports() {
        return ReportsTest.reports();
    }

    @ParameterizedTest
    @MethodSource("reports")
    void everyReportIsAsTheSchemaSays(Report report) throws IOException {
        assertThat(schema(JSON.readTree(SCHEMA.toFile())).validate(JSON.readTree(Reports.json(report))))
                .isEmpty();
    }

    /** Readers must pass over what they do not know, so the schema allows more; we ourselves write nothing that it does not describe. */
    @ParameterizedTest
    @MethodSource("reports")
    void noFieldIsUndocumented(Report report) throws IOException {
        var strict = JSON.readTree(SCHEMA.toFile());
        close(strict);

        assertThat(schema(strict).validate(JSON.readTree(Reports.json(report)))).isEmpty();
    }

    @Test
    void theSchemaRefusesWhatIsNoReport() throws IOException {
        var json = (ObjectNode) JSON.readTree(Reports.json(SampleRuns.small()));
        json.put("version", 2);
        ((ObjectNode) json.get("outcome")).remove("verdict");
        ((ObjectNode) json.at("/metrics/http_reqs")).put("type", "sum");

        assertThat(schema(JSON.readTree(SCHEMA.toFile())).validate(json))
                .extracting(message -> message.getInstanceLocation().toString())
                .contains("/version", "/outcome", "/metrics/http_reqs/type");
    }

    @Test
    void theExampleIsAReport() throws IOException {
        var example = JSON.writerWithDefaultPrettyPrinter()
                        .writeValueAsString(JSON.readTree(Reports.json(SampleRuns.small())))
                + "\n";
        if (Boolean.getBoolean("generate")) {
            Files.writeString(EXAMPLE, example);
        }
        assertThat(EXAMPLE).as("run: make generate").hasContent(example);
        assertThat(Reports.read(Files.readAllBytes(EXAMPLE))).isEqualTo(SampleRuns.small());
    }

    private static JsonSchema schema(JsonNode schema) {
        return JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(
                        schema,
                        SchemaValidatorsConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build());
    }

    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && object.path("properties").isObject()
                && object.path("type").asText().equals("object")) {
            object.put("additionalProperties", false);
        }
        schema.forEach(SummarySchemaTest::close);
    }
}
