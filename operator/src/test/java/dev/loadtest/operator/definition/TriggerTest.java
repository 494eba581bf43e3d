package dev.loadtest.operator.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loadtest.api.LoadTestSpec;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TriggerTest {
    private static final Set<String> NOTICED_BY_NO_RUN = Set.of(
            "suspend",
            "ttlSecondsAfterFinished",
            "schedule",
            "timeZone",
            "concurrencyPolicy",
            "startingDeadlineSeconds",
            "successfulRunsHistoryLimit",
            "failedRunsHistoryLimit",
            "runPolicy",
            "stalenessLimitSeconds");

    static Stream<String> fields() {
        return Arrays.stream(LoadTestSpec.class.getRecordComponents()).map(RecordComponent::getName);
    }

    /** By reflection, so that a new field has to be put on one side or the other. */
    @ParameterizedTest
    @MethodSource("fields")
    void everyFieldMattersButThoseThatNoRunNotices(String field) {
        var all = Trigger.of(Definitions.everything(), 1);
        var without = Trigger.of(without(field), 1);

        assertThat(without.fingerprint().equals(all.fingerprint()))
                .as("a run does not notice %s", field)
                .isEqualTo(NOTICED_BY_NO_RUN.contains(field));
    }

    @Test
    void theExampleSetsEveryField() {
        assertThat(fields()).allSatisfy(field -> assertThat(value(Definitions.everything(), field))
                .as(field)
                .isNotNull());
    }

    @Test
    void theOrderOfMapsDoesNotMatter() {
        var one = new LinkedHashMap<String, List<String>>();
        one.put("checks", List.of("rate>0.9"));
        one.put("vus", List.of("value>0"));
        var other = new LinkedHashMap<String, List<String>>();
        other.put("vus", List.of("value>0"));
        other.put("checks", List.of("rate>0.9"));

        assertThat(Trigger.of(withThresholds(one), 1)).isEqualTo(Trigger.of(withThresholds(other), 1));
    }

    @Test
    void isOutdatedOnlyByANewGenerationWithSomethingNew() {
        var first = new Trigger("aa", 2);

        assertThat(first.outdatedBy(new Trigger("bb", 3))).isTrue();
        assertThat(first.outdatedBy(new Trigger("aa", 3))).isFalse();
        assertThat(first.outdatedBy(new Trigger("bb", 2))).isFalse();
        assertThat(first.outdatedBy(new Trigger("bb", 1))).isFalse();
    }

    @Test
    void isReadAsItWasWritten() {
        var trigger = Trigger.of(Definitions.everything(), 12);

        assertThat(trigger.toString()).matches("definition [0-9a-f]{16} of generation 12");
        assertThat(Trigger.parse(trigger.toString())).isEqualTo(trigger);
        assertThatIllegalArgumentException().isThrownBy(() -> Trigger.parse("because"));
    }

    /** A request is in the words of whoever made it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "request 2026-11-23T12:00:00Z by kubectl-annotate",
                "request one\u2028two",
                "request one\u0085two",
                "request x, definition 00 of generation 1",
                "request schedule at 2026-01-01T00:00:00Z"
            })
    void isReadAsItWasWrittenWhateverAskedForIt(String cause) {
        var trigger = new Trigger("aa", 2).causedBy(cause);

        assertThat(Trigger.parse(trigger.toString())).isEqualTo(trigger);
        assertThat(trigger.due()).isEmpty();
    }

    private static LoadTestSpec withThresholds(Map<String, List<String>> thresholds) {
        return make(component -> component.getName().equals("thresholds")
                ? thresholds
                : value(Definitions.everything(), component.getName()));
    }

    private static LoadTestSpec without(String field) {
        return make(component ->
                component.getName().equals(field) ? null : value(Definitions.everything(), component.getName()));
    }

    private static LoadTestSpec make(Function<RecordComponent, Object> values) {
        var components = LoadTestSpec.class.getRecordComponents();
        try {
            return LoadTestSpec.class
                    .getDeclaredConstructor(Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class[]::new))
                    .newInstance(Arrays.stream(components).map(values).toArray());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Object value(LoadTestSpec spec, String field) {
        try {
            return LoadTestSpec.class.getMethod(field).invoke(spec);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
