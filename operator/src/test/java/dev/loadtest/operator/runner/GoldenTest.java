package dev.loadtest.operator.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.loadtest.api.LoadTestRun;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What reaches the cluster, scenario by scenario: {@code in-*.yaml} becomes {@code out-*.yaml}. {@code -Dgolden=true} rewrites those. */
class GoldenTest {
    private static final Path GOLDEN =
            Path.of(System.getProperty("project.root"), "operator/src/test/resources/golden");
    private static final boolean REWRITE = Boolean.getBoolean("golden");
    private static final String OUT = "out-";
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    static List<String> scenarios() {
        return names(GOLDEN);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void whatIsBuiltIsWhatWasReviewed(String scenario) {
        var folder = GOLDEN.resolve(scenario);
        var built = built(folder);
        if (REWRITE) {
            built.forEach((file, object) -> write(folder.resolve(file), yaml(object)));
        }

        var reviewed =
                names(folder).stream().filter(name -> name.startsWith(OUT)).toList();
        assertThat(built.keySet())
                .as("a file for each object and an object for each file")
                .containsExactlyElementsOf(reviewed);
        built.forEach((file, object) -> assertThat(yaml(object))
                .as("%s/%s", scenario, file)
                .isEqualTo(yaml(Serialization.unmarshal(read(folder.resolve(file)), JsonNode.class))));
    }

    /** The Job controller makes host names of the Job's name and an index, which are labels of DNS. */
    @Test
    void theLongestNamesFit() {
        var job = built(GOLDEN.resolve("long-names")).get("out-Job.yaml");

        assertThat(job.getMetadata().getName()).hasSize(54);
        assertThat(job.getMetadata().getName() + "-499").hasSizeLessThanOrEqualTo(63);
        assertThat(job.getMetadata().getLabels().values())
                .allSatisfy(value -> assertThat(value).hasSizeLessThanOrEqualTo(63));
    }

    private static Map<String, HasMetadata> built(Path folder) {
        var run = Serialization.unmarshal(read(folder.resolve("in-LoadTestRun.yaml")), LoadTestRun.class);
        var script = run.getSpec().definition().script();
        var snapshot = script.inline() == null
                ? ScriptConfigMap.ofCopy(
                        run, Serialization.unmarshal(read(folder.resolve("in-ConfigMap.yaml")), ConfigMap.class))
                : ScriptConfigMap.ofInline(run, script.inline());
        var described = ScriptConfigMap.describe(run, snapshot);
        var built = new TreeMap<String, HasMetadata>();
        built.put("out-ConfigMap-script.yaml", snapshot);
        built.put("out-ConfigMap-harness.yaml", brief(HarnessConfigMap.of(run, described.file())));
        built.put("out-Job.yaml", RunnerJob.of(run, described.configMap(), settings(folder)));
        if (ReportPlaces.of(run).any()) {
            built.put("out-Job-store.yaml", StoreJob.of(run, "items-7-report", "summary.json.gz", "operator:1"));
        }
        if (RunnerPod.setupOnce(run.getSpec().definition())) {
            built.put("out-ConfigMap-teardown.yaml", Teardown.script(run, snapshot));
            built.put("out-Secret-teardown.yaml", Teardown.data(run, "{\"token\":\"abc\"}"));
            built.put("out-Job-teardown.yaml", Teardown.job(run, Duration.ofSeconds(60), settings(folder)));
        }
        return built;
    }

    /** Of the modules only the lines that are this run's; the rest is reviewed where it is written. */
    private static ConfigMap brief(ConfigMap harness) {
        var brief = new ConfigMapBuilder(harness);
        harness.getData().forEach((file, text) -> {
            if (file.endsWith(".js")) {
                var own = text.lines()
                        .filter(line -> line.contains(RunnerPod.SCRIPT_FOLDER + "/"))
                        .collect(Collectors.joining("\n"));
                brief.addToData(file, own);
            }
        });
        return brief.build();
    }

    private static RunnerSettings settings(Path folder) {
        var file = folder.resolve("in-settings.yaml");
        return new RunnerSettings(
                Files.exists(file)
                        ? Optional.of(Serialization.unmarshal(read(file), JsonNode.class)
                                .path("remoteWriteUrl")
                                .asText())
                        : Optional.empty());
    }

    /** The same data in the same order, so that the difference can be read and pasted. */
    private static String yaml(Object object) {
        try {
            return YAML.writeValueAsString(YAML.convertValue(object, Object.class));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
