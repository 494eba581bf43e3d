package dev.loadtest.operator.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.loadtest.api.LoadTest;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All LoadTests that a viewer may see and asked for.
 *
 * @param namespaces all of them, also those that were not asked for
 * @param verdict what the latest runs must have to be in here; null for any
 * @param complete false when there are too many runs for all of them to be in the trends
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Overview(
        List<LoadTestLine> loadTests, List<String> namespaces, String namespace, String verdict, boolean complete) {
    private static final Comparator<LoadTestLine> BY_NAME =
            Comparator.comparing(LoadTestLine::namespace).thenComparing(LoadTestLine::name);

    static Overview of(
            Stream<LoadTest> seen, Runs.History history, Optional<String> namespace, Optional<String> verdict) {
        var all = seen.toList();
        var byLoadTest =
                history.runs().stream().collect(Collectors.groupingBy(run -> key(run.namespace(), run.loadTest())));
        return new Overview(
                all.stream()
                        .filter(one -> namespace.isEmpty()
                                || namespace.get().equals(one.getMetadata().getNamespace()))
                        .map(one -> LoadTestLine.of(
                                one,
                                byLoadTest.getOrDefault(
                                        key(
                                                one.getMetadata().getNamespace(),
                                                one.getMetadata().getName()),
                                        List.of())))
                        .filter(line -> verdict.isEmpty() || verdict.get().equalsIgnoreCase(line.state()))
                        .sorted(BY_NAME)
                        .toList(),
                all.stream()
                        .map(one -> one.getMetadata().getNamespace())
                        .distinct()
                        .sorted()
                        .toList(),
                namespace.orElse(null),
                verdict.map(Overview::asWritten).orElse(null),
                history.complete());
    }

    /** Whether somebody asked for less than everything. */
    public boolean filtered() {
        return namespace != null || verdict != null;
    }

    private static String key(String namespace, String loadTest) {
        return namespace + "/" + loadTest; // neither can have a slash
    }

    private static String asWritten(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1).toLowerCase(Locale.ROOT);
    }
}
