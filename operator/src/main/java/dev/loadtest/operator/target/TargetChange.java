package dev.loadtest.operator.target;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether the target was the same at both ends of the load. Pure. */
public final class TargetChange {
    private static final int NAMED_IMAGES = 4;

    private TargetChange() {}

    /**
     * What changed, old → new.
     *
     * @param start when the runners were created
     * @param end when the load had ended, the same workloads
     */
    public static Optional<String> between(List<WorkloadState> start, List<WorkloadState> end) {
        var words = new ArrayList<String>();
        for (var before : start) {
            end.stream()
                    .filter(after ->
                            after.kind().equals(before.kind()) && after.name().equals(before.name()))
                    .findFirst()
                    .flatMap(after -> between(before, after))
                    .ifPresent(change -> words.add("%s %s: %s".formatted(before.kind(), before.name(), change)));
        }
        return words.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", words));
    }

    private static Optional<String> between(WorkloadState before, WorkloadState after) {
        if (!after.present()) {
            return Optional.of("was there, and could not be found or read any more");
        }
        var words = new ArrayList<String>();
        if (!before.revision().equals(after.revision())) {
            words.add("revision %s → %s"
                    .formatted(
                            before.revision().orElse("none"), after.revision().orElse("none")));
        }
        // Without pods nobody knows: it was scaled to none, which is no other image.
        var known = !before.images().isEmpty() && !after.images().isEmpty();
        if (known && !before.images().equals(after.images())) {
            words.add("%s → %s"
                    .formatted(
                            difference(before.images(), after.images()), difference(after.images(), before.images())));
        }
        return words.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", words));
    }

    private static String difference(List<String> of, List<String> without) {
        var only = of.stream()
                .filter(image -> !without.contains(image))
                .limit(NAMED_IMAGES)
                .collect(Collectors.joining(" "));
        return only.isEmpty() ? "nothing else" : only;
    }
}
