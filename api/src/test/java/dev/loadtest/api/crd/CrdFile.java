package dev.loadtest.api.crd;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestRun;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** One file of {@code crds/}: what the generator makes of a resource class, plus what it cannot be told. */
enum CrdFile {
    LOAD_TEST(LoadTest.class, "loadtests.loadtest.dev.yaml") {
        @Override
        void complete(CrdEdits crd) {
            crd.describe(
                    "A k6 load test: the script, the number of runners and what must hold. It runs when created and again when its"
                            + " definition changes, or by a schedule; each run is a LoadTestRun.",
                    "What to run, with how many runners, and what must hold.",
                    "What the operator knows: the latest run and its verdict.");
            crd.columns(
                    new Column("Verdict", "string", ".status.verdict", 0, "Verdict of the latest run, once it is over"),
                    new Column("Run", "string", ".status.run", 0, "The latest run"),
                    new Column("Runners", "string", ".status.columns.runners", 0, "Runners ready or ended, of all"),
                    new Column("RPS", "string", ".status.columns.rps", 0, "HTTP requests per second, over all runners"),
                    new Column("P95", "string", ".status.columns.p95", 0, "95th percentile of the request duration"),
                    new Column("Errors", "string", ".status.columns.errors", 0, "Share of failed requests"),
                    new Column("Schedule", "string", ".spec.schedule", 0, "When runs begin"),
                    new Column("Next", "string", ".status.schedule.next", 0, "When the next one is due"),
                    Column.AGE,
                    new Column("Message", "string", ".status.lastRun.message", 1, "What came of the latest run"));
            DefinitionEdits.apply(crd.spec());
            StatusEdits.apply(crd.status());
        }
    },
    LOAD_TEST_RUN(LoadTestRun.class, "loadtestruns.loadtest.dev.yaml") {
        @Override
        void complete(CrdEdits crd) {
            crd.describe(
                    "One run of a LoadTest: a frozen copy of the definition, how far the run is, and what came of it.",
                    "What to run, frozen. Only stop may change, from false to true.",
                    "How far the run is and what came of it.");
            crd.columns(
                    new Column("Phase", "string", ".status.phase", 0, "How far the run is"),
                    new Column("Verdict", "string", ".status.verdict", 0, "What came of it"),
                    new Column(
                            "Reason", "string", ".status.reason", 0, "Why it has this verdict, or what it waits for"),
                    new Column("Runners", "string", ".status.columns.runners", 0, "Runners ready or ended, of all"),
                    new Column("RPS", "string", ".status.columns.rps", 0, "HTTP requests per second, over all runners"),
                    new Column("P95", "string", ".status.columns.p95", 0, "95th percentile of the request duration"),
                    new Column("Errors", "string", ".status.columns.errors", 0, "Share of failed requests"),
                    Column.AGE,
                    new Column("Report", "string", ".status.report.url", 1, "Address of the run's page"),
                    new Column("Message", "string", ".status.message", 1, "The reason in words, with the next step"));
            crd.selectable(".spec.loadTestRef.name", ".status.phase", ".status.verdict");
            DefinitionEdits.apply(crd.spec().property("definition"));
            DefinitionEdits.overrides(crd.spec().property("overrides"));
            StatusEdits.apply(crd.status());
        }
    };

    private static final String HEADER = "# Generated from the Java types in api/: make generate\n";
    private static final ObjectMapper YAML = new YAMLMapper();

    private final Class<? extends CustomResource<?, ?>> type;
    private final String file;

    CrdFile(Class<? extends CustomResource<?, ?>> type, String file) {
        this.type = type;
        this.file = file;
    }

    abstract void complete(CrdEdits crd);

    Path path() {
        return ProjectFiles.root().resolve("crds").resolve(file);
    }

    String content() {
        return HEADER + ReadableYaml.of(definition());
    }

    /** The same in a language that leaves no doubt. */
    String json() {
        return definition().toString();
    }

    /** The schema of the one version, as it stands in the file. */
    Schema schema() {
        return new CrdEdits(definition()).root();
    }

    /** What kubectl get shows. */
    List<Column> columns() {
        return new CrdEdits(definition()).columns();
    }

    private ObjectNode definition() {
        var crd = new CrdEdits(generated());
        crd.root().all().forEach(Schema::dropRepeatedRules);
        complete(crd);
        return crd.node();
    }

    private ObjectNode generated() {
        var yaml = new ByteArrayOutputStream();
        new CRDGenerator()
                .customResourceClasses(List.of(type))
                .forCRDVersions("v1")
                .withOutput(new InMemory(yaml))
                .generate();
        try {
            return (ObjectNode) YAML.readTree(yaml.toByteArray());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private record InMemory(ByteArrayOutputStream yaml) implements CRDGenerator.CRDOutput<ByteArrayOutputStream> {
        @Override
        public ByteArrayOutputStream outputFor(String crd) {
            return yaml;
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
