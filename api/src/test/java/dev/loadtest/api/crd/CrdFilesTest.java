package dev.loadtest.api.crd;

import static java.util.Comparator.comparingInt;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.loadtest.verdict.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.yaml.snakeyaml.Yaml;

/** The files in {@code crds/} are what the Java types say; {@code -Dgenerate=true} writes them. */
class CrdFilesTest {

    // kubectl apply keeps the whole object in an annotation, and annotations may hold 256 KiB.
    private static final int LARGEST = 200_000;

    @ParameterizedTest
    @EnumSource
    void isWhatTheTypesSay(CrdFile crd) throws IOException {
        if (Boolean.getBoolean("generate")) {
            Files.createDirectories(crd.path().getParent());
            Files.writeString(crd.path(), crd.content());
        }
        assertThat(crd.path()).exists();
        var file = Files.readString(crd.path());
        assertThat(file.equals(crd.content()))
                .as(
                        "%s differs from the Java types in api/ from line %d on; run: make generate",
                        crd.path().getFileName(), firstDifferentLine(file, crd.content()))
                .isTrue();
    }

    /** kubectl reads YAML 1.1, where a bare True is no text: a schema that only allows the words true and false refuses every status. */
    @ParameterizedTest
    @EnumSource
    void kubectlReadsWhatIsMeant(CrdFile crd) throws IOException {
        var json = new ObjectMapper();
        var read = json.readTree(json.writeValueAsString(new Yaml().<Object>load(crd.content())));
        assertThat(read.equals(json.readTree(crd.json())))
                .as("%s, read as YAML 1.1, is what was meant", crd.path().getFileName())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void staysSmall(CrdFile crd) {
        assertThat(crd.content().length()).isLessThan(LARGEST);
    }

    @ParameterizedTest
    @EnumSource
    void everyFieldIsDescribed(CrdFile crd) {
        assertThat(crd.schema().all())
                .filteredOn(
                        field -> !field.path().endsWith("[]") && !field.path().endsWith("{}"))
                .allSatisfy(field -> assertThat(field.node().path("description").asText())
                        .as("description of %s", field.path())
                        .matches("(?s)[A-Za-z0-9].{9,}\\."));
    }

    @ParameterizedTest
    @EnumSource
    void everyDefaultIsInItsDescription(CrdFile crd) {
        assertThat(crd.schema().all())
                .filteredOn(field -> field.node().has("default"))
                .isNotEmpty()
                .allSatisfy(field -> assertThat(field.node().path("description").asText())
                        .as("description of %s", field.path())
                        .contains("Default: "));
    }

    /** kubectl puts three spaces between columns. */
    @ParameterizedTest
    @EnumSource
    void aLineFits120Characters(CrdFile crd) {
        var longestReason = Arrays.stream(Reason.values()).map(Reason::word).max(comparingInt(String::length));
        var widest = Map.ofEntries(
                Map.entry("Run", "items-smoke-12345"),
                Map.entry("Phase", "Collecting"),
                Map.entry("Verdict", "Inconclusive"),
                Map.entry("Reason", longestReason.orElseThrow()),
                Map.entry("Runners", "500/500"),
                Map.entry("RPS", "123456"),
                Map.entry("P95", "12345ms"),
                Map.entry("Errors", "100.00%"),
                Map.entry("Schedule", "*/30 8-20 * * *"),
                Map.entry("Next", "Nov 24"),
                Map.entry("Age", "5m30s"));
        var name = crd == CrdFile.LOAD_TEST ? "items-smoke" : "items-smoke-12345";
        var line = name + "   "
                + crd.columns().stream()
                        .filter(column -> column.priority() == 0)
                        .map(column -> widest.get(column.name()))
                        .collect(joining("   "));
        assertThat(line).doesNotContain("null").hasSizeLessThanOrEqualTo(120);
    }

    private static long firstDifferentLine(String one, String other) {
        var same = 0;
        while (same < Math.min(one.length(), other.length()) && one.charAt(same) == other.charAt(same)) {
            same++;
        }
        return one.substring(0, same).lines().count();
    }
}
