package dev.loadtest.operator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.api.LoadTest;
import dev.loadtest.operator.delivery.Pushgateway.Group;
import dev.loadtest.operator.delivery.Pushgateway.Push;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PushedGroupsTest {
    private static final String HERE = "http://here:9091";
    private static final Group GROUP = new Group(HERE, "shop", "items");
    private static final Push DONE = new Push(PushReason.PUSHED, "it answers 202");

    private final Notes notes = new Notes();
    private final List<Group> deleted = new ArrayList<>();
    private Optional<LoadTest> loadTest = Optional.of(Runs.loadTest(HERE, ""));
    private boolean leads = true;
    private Push answer = DONE;
    private final PushedGroups groups =
            new PushedGroups(notes, (namespace, name) -> loadTest, () -> leads, new Answering());

    @Test
    void whatIsWantedStays() {
        groups.note(GROUP);

        groups.sweep();

        assertThat(deleted).isEmpty();
        assertThat(notes.all()).containsExactly(GROUP);
    }

    @Test
    void aGroupGoesWithItsLoadTest() {
        groups.note(GROUP);
        loadTest = Optional.empty();

        groups.sweep();

        assertThat(deleted).containsExactly(GROUP);
        assertThat(notes.all()).isEmpty();
    }

    @Test
    void aGroupGoesWhenItsLoadTestNamesAnotherPushgatewayOrNone() {
        groups.note(GROUP);
        loadTest = Optional.of(Runs.loadTest("http://there:9091", ""));

        groups.sweep();

        assertThat(deleted).containsExactly(GROUP);
        assertThat(notes.all()).isEmpty();
    }

    @Test
    void oneThatTakesThePlaceOfAnotherIsNotedBesideNone() {
        groups.note(GROUP);
        var other = new Group(HERE, "shop", "baskets");
        var there = new Group("http://there:9091", "shop", "items");
        groups.note(other);

        groups.note(there);

        assertThat(deleted).containsExactly(GROUP);
        assertThat(notes.all()).contains(other, there);
    }

    @Test
    void whoOnlyWaitsToTakeOverLooksAtNothing() {
        groups.note(GROUP);
        loadTest = Optional.empty();
        leads = false;
        notes.looks = 0;

        groups.sweep();

        assertThat(deleted).isEmpty();
        assertThat(notes.looks).isZero();
    }

    @Test
    void aPushgatewayThatIsDownIsTriedAgainButNotForEver() {
        groups.note(GROUP);
        loadTest = Optional.empty();
        answer = new Push(PushReason.UNREACHABLE, "nobody listens");

        for (int i = 1; i < PushedGroups.MOST_TRIES; i++) {
            groups.sweep();
        }
        assertThat(notes.all()).containsExactly(GROUP);
        groups.sweep();

        assertThat(deleted).hasSize(PushedGroups.MOST_TRIES);
        assertThat(notes.all()).isEmpty();
    }

    private final class Answering extends Pushgateway {
        Answering() {
            super(null);
        }

        @Override
        CompletableFuture<Push> delete(Group group) {
            deleted.add(group);
            return CompletableFuture.completedFuture(answer);
        }
    }

    private static final class Notes extends NotedGroups {
        private final Set<Group> groups = new LinkedHashSet<>();
        private int looks;

        Notes() {
            super(null);
        }

        @Override
        synchronized List<Group> all() {
            looks++;
            return List.copyOf(groups);
        }

        @Override
        synchronized void add(Group group) {
            groups.removeIf(group::isOfTheSame);
            groups.add(group);
        }

        @Override
        synchronized void remove(Group group) {
            groups.remove(group);
        }
    }
}
