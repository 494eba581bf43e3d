package dev.loadtest.operator.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestSpec;
import dev.loadtest.operator.definition.History.NeverBegun;
import dev.loadtest.operator.definition.History.Past;
import io.fabric8.kubernetes.api.model.DefaultKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HistoryTest {

    @Test
    void keepsTheNewestOfEachKind() {
        var past = List.of(run(1, true), run(2, false), run(3, true), run(4, false), run(5, true), run(6, true));

        assertThat(History.tooMany(past, 2, 1)).extracting(Past::number).containsExactly(1, 2, 3);
    }

    @Test
    void keepsTheNewestOfAllWhateverTheLimits() {
        assertThat(History.tooMany(List.of(run(2, false), run(1, true)), 0, 0))
                .extracting(Past::number)
                .containsExactly(1);
    }

    @Test
    void keepsWhatHasStillToBeDelivered() {
        assertThat(History.tooMany(List.of(new Past("items-1", 1, true, true), run(2, true)), 0, 0))
                .isEmpty();
    }

    /** Refused or stopped before they began: a pipeline may make any number of them. */
    @Test
    void thoseThatNeverBeganHaveTheLimitOfTheFailed() {
        var at = Instant.parse("2026-11-23T10:00:00Z");
        var past = List.of(
                new NeverBegun("c", at.plusSeconds(2)),
                new NeverBegun("a", at),
                new NeverBegun("b", at.plusSeconds(1)));

        assertThat(History.tooManyNeverBegun(past, 1))
                .extracting(NeverBegun::name)
                .containsExactly("b", "a");
        assertThat(History.tooManyNeverBegun(past, 3)).isEmpty();
    }

    /** As the API server has them: also those of which the operator has not filled in anything. */
    @Test
    void prunesThoseThatNeverBegan() {
        var runs = new DefaultKubernetesResourceList<LoadTestRun>();
        runs.setMetadata(new ListMeta());
        runs.setItems(List.of(refused("second", "10:00:01"), refused("first", "10:00:00")));
        var loadTest = Definitions.loadTest(1, null);
        var deleted = new ArrayList<String>();
        var names = new ArrayList<String>();
        var client = (KubernetesClient) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {KubernetesClient.class, MixedOperation.class, Resource.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "list" -> runs;
                    case "withName" -> {
                        names.add((String) arguments[0]);
                        yield self;
                    }
                    case "delete" -> {
                        deleted.add(names.get(names.size() - 1));
                        yield List.of();
                    }
                    default -> self;
                });
        loadTest.setSpec(Serialization.unmarshal("failedRunsHistoryLimit: 1", LoadTestSpec.class));

        History.prune(loadTest, client);

        assertThat(deleted).containsExactly("first");
    }

    private static LoadTestRun refused(String name, String time) {
        return Serialization.unmarshal("""
                metadata:
                  name: %s
                  namespace: shop
                  creationTimestamp: "2026-11-23T%sZ"
                  labels: {loadtest.dev/finished: "true"}
                  ownerReferences: [{kind: LoadTest, name: items, uid: loadtest-uid, controller: true}]
                spec: {loadTestRef: {name: items}}
                status: {verdict: Error, reason: OverridesRefused}
                """.formatted(name, time), LoadTestRun.class);
    }

    @Property
    void neverMoreThanWanted(
            @ForAll @Size(max = 40) List<Boolean> verdicts,
            @ForAll @IntRange(max = 12) int successful,
            @ForAll @IntRange(max = 12) int failed) {
        var past = new ArrayList<Past>();
        verdicts.forEach(passed -> past.add(run(past.size() + 1, passed)));

        var kept = new ArrayList<>(past);
        kept.removeAll(History.tooMany(past, successful, failed));

        var newest = past.stream().max(Comparator.comparing(Past::number));
        assertThat(newest.stream().allMatch(kept::contains)).isTrue();
        for (var passed : List.of(true, false)) {
            var limit = passed ? successful : failed;
            var all = past.stream().filter(run -> run.passed() == passed).toList();
            var left = kept.stream().filter(run -> run.passed() == passed).toList();
            assertThat(left).hasSizeBetween(Math.min(limit, all.size()), Math.max(limit, 1));
            assertThat(left).as("the newest").isEqualTo(all.subList(all.size() - left.size(), all.size()));
        }
    }

    private static Past run(int number, boolean passed) {
        return new Past("items-" + number, number, passed, false);
    }
}
