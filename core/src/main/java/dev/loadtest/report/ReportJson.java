package dev.loadtest.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.loadtest.verdict.MergedMetric;
import java.io.IOException;

/** A report as JSON: what is empty is absent, moments are RFC 3339, numbers have all their digits. */
final class ReportJson {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule()
                    .addSerializer(double.class, new FiniteNumber())
                    .addSerializer(Double.class, new FiniteNumber()))
            .addMixIn(MergedMetric.class, TypedMetric.class)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private ReportJson() {}

    static byte[] write(Report report) {
        try {
            return JSON.writeValueAsBytes(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report can always be written", e);
        }
    }

    /** The same as a tree that may be changed. */
    static JsonNode tree(Report report) {
        return JSON.valueToTree(report);
    }

    /** The other way round. */
    static Report report(JsonNode tree) {
        try {
            return JSON.treeToValue(tree, Report.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report that was written can always be read", e);
        }
    }

    /** @throws UnreadableReport when it is none, or of a version that is not known here */
    static Report read(byte[] json) {
        try {
            var tree = JSON.readTree(json);
            requireVersion(tree);
            return JSON.treeToValue(tree, Report.class);
        } catch (IOException | RuntimeException e) {
            throw e instanceof UnreadableReport known
                    ? known
                    : new UnreadableReport("This is not a report of a run", e);
        }
    }

    private static void requireVersion(JsonNode tree) {
        var version = tree == null ? 0 : tree.path("version").asInt(0);
        if (version < 1) {
            throw new UnreadableReport("This is not a report of a run: it has no version", null);
        }
        if (version > Report.VERSION) {
            throw new UnreadableReport(
                    "The report has version %d, and versions up to %d are known here: read it with the release of the operator that wrote it, or a later one"
                            .formatted(version, Report.VERSION),
                    null);
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = MergedMetric.Counter.class, name = "counter"),
        @JsonSubTypes.Type(value = MergedMetric.Gauge.class, name = "gauge"),
        @JsonSubTypes.Type(value = MergedMetric.Rate.class, name = "rate"),
        @JsonSubTypes.Type(value = MergedMetric.Trend.class, name = "trend")
    })
    private interface TypedMetric {}

    /** JSON has no infinity; sums of a script's own numbers can get there. */
    private static final class FiniteNumber extends JsonSerializer<Double> {
        @Override
        public void serialize(Double value, JsonGenerator json, SerializerProvider any) throws IOException {
            json.writeNumber(Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, Double.isNaN(value) ? 0 : value)));
        }
    }
}
