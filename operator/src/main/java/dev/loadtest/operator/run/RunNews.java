package dev.loadtest.operator.run;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.operator.runner.Labels;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Which changes of a run are a reason to look at it: what it is to do, and what its LoadTest says of it; not its status, which is our own. */
final class RunNews {
    private static final List<Function<ObjectMeta, Object>> NOTICED = List.of(
            ObjectMeta::getGeneration,
            ObjectMeta::getDeletionTimestamp,
            ObjectMeta::getFinalizers,
            ObjectMeta::getOwnerReferences,
            metadata -> Optional.ofNullable(metadata.getAnnotations())
                    .orElse(Map.of())
                    .get(Labels.REFUSED));

    private RunNews() {}

    static boolean is(LoadTestRun now, LoadTestRun before) {
        return NOTICED.stream()
                .anyMatch(part -> !Objects.equals(part.apply(now.getMetadata()), part.apply(before.getMetadata())));
    }
}
