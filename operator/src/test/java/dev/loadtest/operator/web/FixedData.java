package dev.loadtest.operator.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.report.Report;
import dev.loadtest.report.Reports;
import io.quarkus.test.Mock;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Stands in for the cluster, where the pages are what is tested. */
final class FixedData {
    private FixedData() {}

    /** Pages say how long ago something was, and pictures of them are to stay the same. */
    @Singleton
    static class Afternoon {
        @Mock
        @Produces
        @Singleton
        Clock clock() {
            return Clock.fixed(Resources.NOW, ZoneOffset.UTC);
        }
    }

    @Mock
    @Singleton
    static class Caches implements Watched {
        @Override
        public Stream<LoadTest> loadTests() {
            return Resources.loadTests().stream();
        }

        @Override
        public Optional<LoadTest> loadTest(String namespace, String name) {
            return loadTests()
                    .filter(one -> one.getMetadata().getNamespace().equals(namespace))
                    .filter(one -> one.getMetadata().getName().equals(name))
                    .findFirst();
        }

        @Override
        public Optional<LoadTestRun> run(String namespace, String name) {
            return Resources.find(Resources.going(), namespace, name);
        }
    }

    @Mock
    @Singleton
    static class Archive extends Runs {
        Archive(Watched watched) {
            super(null, watched, null);
        }

        @Override
        Optional<LoadTestRun> run(String namespace, String name) {
            return Resources.find(Resources.going(), namespace, name)
                    .or(() -> Resources.find(Resources.over(), namespace, name));
        }

        @Override
        History of(String namespace, String loadTest) {
            return new History(
                    over().runs().stream()
                            .filter(run -> run.namespace().equals(namespace)
                                    && run.loadTest().equals(loadTest))
                            .toList(),
                    true);
        }

        @Override
        History over() {
            return new History(
                    Resources.over().stream()
                            .map(RunLine::of)
                            .sorted(RunLine.NEWEST_FIRST)
                            .toList(),
                    true);
        }
    }

    /** Of the latest run of items, of the largest there is, of one that is damaged, and of the one whose author wishes us ill. */
    @Mock
    @Singleton
    static class Shelf implements KeptReports {
        private static final ObjectMapper JSON = new ObjectMapper();

        @Override
        public Optional<Report> of(LoadTestRun run) {
            return switch (run.getMetadata().getName()) {
                case "items-4", "items-12" -> Optional.of(read("summary.json"));
                case "items-5" -> Optional.of(slower());
                case "search-1" -> Optional.of(Reports.expand(new byte[] {1}));
                case "search-2" -> Optional.of(Reports.expand(bytes("summary-largest.json.gz")));
                case "invoices-1" -> Optional.of(read("summary-hostile.json"));
                default -> Optional.empty();
            };
        }

        private static Report read(String file) {
            return Reports.read(bytes(file));
        }

        /** A run that took longer over each request, and ended earlier. */
        private static Report slower() {
            try {
                var report = JSON.readTree(bytes("summary.json"));
                var points = (ArrayNode) report.at("/series/points");
                for (var point : points) {
                    ((ObjectNode) point).put("p95", point.path("p95").asDouble() * 1.6);
                }
                var kept = points.size() * 3 / 4;
                while (points.size() > kept) {
                    points.remove(kept);
                }
                return Reports.read(JSON.writeValueAsBytes(report));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static byte[] bytes(String file) {
            try (var json = Shelf.class.getResourceAsStream("/web/" + file)) {
                return json.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Who says so is admitted: {@code Bearer all}, or {@code Bearer} and a namespace. */
    @Mock
    @Singleton
    static class Honest implements Viewer.Door {
        @Override
        public Optional<Viewer> open(Optional<String> authorization) {
            return authorization
                    .flatMap(Tokens::token)
                    .map(word -> namespace -> List.of("all", namespace).contains(word));
        }
    }
}
