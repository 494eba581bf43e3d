package dev.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How to repeat a run: at once and once, whatever begins the runs of its LoadTest. That the commands do so is for an end-to-end test. */
class RepeatTest {
    private static final int LONGEST_LOAD_TEST = 46;
    private static final int SUFFIX = 5;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "schedule",
                "timeZone",
                "concurrencyPolicy",
                "startingDeadlineSeconds",
                "runPolicy",
                "suspend",
                "stalenessLimitSeconds"
            })
    void nothingThatBeginsOtherRunsOrHoldsThisOneBack(String field) {
        assertThat(commands("items").get(0)).contains("\"%s\":null".formatted(field));
    }

    @Test
    void eachTimeUnderANameOfItsOwn() {
        var commands = commands("items");

        assertThat(commands.get(0)).startsWith("again=$(").contains("\"generateName\":\"items-again-\"");
        assertThat(commands.subList(1, commands.size()))
                .allSatisfy(command -> assertThat(command).contains("\"$again"));
    }

    @Test
    void aLongNameIsCut() {
        assertThat(commands("a".repeat(LONGEST_LOAD_TEST)).get(0))
                .contains("\"generateName\":\"%s-again-\"".formatted("a".repeat(LONGEST_LOAD_TEST - SUFFIX - 7)));
    }

    private static List<String> commands(String loadTest) {
        var facts = SampleRuns.facts("items-7", 7, 2);
        var run = facts.run();
        return Repeat.commands(
                new RunIdentity(
                        run.namespace(), loadTest, run.run(), run.number(), run.uid(), run.trigger(), run.definition()),
                facts.environment());
    }
}
