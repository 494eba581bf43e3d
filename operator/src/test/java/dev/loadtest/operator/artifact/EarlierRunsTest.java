package dev.loadtest.operator.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.api.LoadTestRun;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EarlierRunsTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final LoadTestRun NOW = run("items-12", 12, "Unknown", "u");

    @Test
    void theNewestThatCanBeBelievedComesFirstHoweverFarBackAndWhateverItsName() {
        var doubted = IntStream.rangeClosed(4, 11).mapToObj(number -> run("items-" + number, number, "False", "u"));
        var runs =
                Stream.concat(doubted, Stream.of(run("items-1", 1, "True", "u"), run("by-hand", 3, "True", "u"), NOW));

        assertThat(EarlierRuns.nearest(NOW, runs))
                .extracting(run -> run.getMetadata().getName())
                .containsExactly("by-hand", "items-1");
    }

    @Test
    void neitherOneThatCameLaterNorOneOfAnotherLoadTestOfThatName() {
        var runs = Stream.of(run("later", 13, "True", "u"), run("items-2", 2, "True", "of-one-that-is-gone"));

        assertThat(EarlierRuns.nearest(NOW, runs)).isEmpty();
    }

    @Test
    void noMoreThanAreLookedAt() {
        var runs = IntStream.rangeClosed(1, 11).mapToObj(number -> run("items-" + number, number, "True", "u"));

        assertThat(EarlierRuns.nearest(NOW, runs))
                .extracting(run -> run.getSpec().number())
                .containsExactly(11, 10, 9, 8, 7);
    }

    private static LoadTestRun run(String name, int number, String valid, String owner) {
        return YAML.unmarshal("""
                metadata:
                  name: %s
                  ownerReferences: [{apiVersion: v, kind: LoadTest, name: items, uid: %s, controller: true}]
                spec: {loadTestRef: {name: items}, number: %d}
                status: {conditions: [{type: Valid, status: '%s'}]}
                """.formatted(name, owner, number, valid), LoadTestRun.class);
    }
}
