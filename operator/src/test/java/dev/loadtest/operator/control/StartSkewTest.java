package dev.loadtest.operator.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class StartSkewTest {
    private static final List<String> BOTH = List.of("a", "b");
    private static final List<String> ONE = List.of("b");
    private static final OptionalLong NEVER = OptionalLong.empty();

    private final StartSkew skew = new StartSkew();

    @Test
    void isTheTimeBetweenTheFirstAndTheLastAnswer() {
        skew.resumes(BOTH, true, NEVER, 100);
        assertThat(skew.seen()).isEmpty();

        skew.started("b", 110);
        skew.started("a", 150);

        assertThat(skew.seen()).contains(Duration.ofNanos(40));
    }

    @Test
    void reachesToWhoWasResumedAgain() {
        skew.resumes(BOTH, true, NEVER, 100);
        skew.started("a", 110);
        skew.resumes(ONE, false, NEVER, 900);

        skew.started("b", 910);

        assertThat(skew.seen()).contains(Duration.ofNanos(800));
    }

    @Test
    void beginsWithTheCallWhenTheOthersMustHaveHeardIt() {
        skew.resumes(BOTH, true, NEVER, 100);
        skew.resumes(ONE, false, NEVER, 900);

        skew.started("b", 910);

        assertThat(skew.seen()).contains(Duration.ofNanos(810));
    }

    @Test
    void beginsBeforeARestartWhenTheOthersWereResumedThen() {
        skew.resumes(ONE, false, OptionalLong.of(50), 900);

        skew.started("b", 910);

        assertThat(skew.seen()).contains(Duration.ofNanos(860));
    }

    @Test
    void doesNotBeginBeforeARestartThatNobodyHeardOf() {
        skew.resumes(BOTH, true, OptionalLong.of(50), 900);

        skew.started("a", 910);
        skew.started("b", 915);

        assertThat(skew.seen()).contains(Duration.ofNanos(5));
    }

    @Test
    void whoStartedCountsOnce() {
        skew.resumes(BOTH, true, NEVER, 100);

        assertThat(skew.started("a", 110)).isTrue();
        assertThat(skew.started("a", 500)).isFalse();
        skew.wasStarted("b");

        assertThat(skew.started("b", 500)).isFalse();
        assertThat(skew.seen()).contains(Duration.ZERO);
    }
}
