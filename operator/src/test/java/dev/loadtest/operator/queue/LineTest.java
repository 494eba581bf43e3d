package dev.loadtest.operator.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whose turn it is, and in what words the others hear of it. */
class LineTest {
    private static final Instant T0 = Instant.parse("2026-08-01T12:00:00Z");
    private static final Optional<Lock> SHOP = Optional.of(new Lock("shop", Optional.empty()));
    private static final Optional<Lock> STORE = Optional.of(new Lock("store", Optional.of("team")));

    @Test
    void whoIsAloneIsNext() {
        var mine = waiting("mine", 0, SHOP, 2);

        assertThat(place(mine)).isEqualTo(new Place.Next());
        assertThat(place(mine, admitted("other", STORE, 2))).isEqualTo(new Place.Next());
        assertThat(place(waiting("mine", 0, Optional.empty(), 2), admitted("other", SHOP, 2)))
                .isEqualTo(new Place.Next());
    }

    @Test
    void whoHasHadHisTurnDoesNotLoseIt() {
        assertThat(place(admitted("mine", SHOP, 1), admitted("other", SHOP, 1))).isEqualTo(new Place.Admitted());
    }

    @Test
    void aLockIsHadByOneAndTheOthersAreServedInTheOrderInWhichTheyCame() {
        var holder = admitted("holder", SHOP, 1);
        var first = waiting("z", 1, SHOP, 1);
        var second = waiting("y", 2, SHOP, 1);

        assertThat(place(first, second, holder)).isEqualTo(behind(1, "run holder to end, which has the lock shop"));
        assertThat(place(second, first, holder)).isEqualTo(behind(2, "run holder to end, which has the lock shop"));
        assertThat(place(second, first)).isEqualTo(behind(2, "run z, which came before it for the lock shop"));
        assertThat(place(first, second)).isEqualTo(new Place.Next());
    }

    @Test
    void withinOneSecondTheNamesDecideSoThatTheOrderStays() {
        var one = waiting("a", 1, SHOP, 1);
        var other = waiting("b", 1, SHOP, 1);

        assertThat(place(one, other)).isEqualTo(new Place.Next());
        assertThat(place(other, one)).isInstanceOf(Place.Waiting.class);
    }

    @Test
    void whoLeavesKeepsNobody() {
        var stopped = new Ticket("stopped", "team", "stopped", T0, "stopped", 1, SHOP, 1, false, true);

        assertThat(place(waiting("mine", 5, SHOP, 1), stopped)).isEqualTo(new Place.Next());
    }

    @Test
    void whoIsStoppedWhileHeHasTheLockHasItUntilHeIsGone() {
        var stopping = new Ticket("stopping", "team", "stopping", T0, "stopping", 1, SHOP, 1, true, true);

        assertThat(place(waiting("mine", 5, SHOP, 1), stopping)).isInstanceOf(Place.Waiting.class);
    }

    @Test
    void aHolderElsewhereIsNamedWithItsNamespace() {
        var elsewhere = new Ticket("u", "other", "holder", T0, "holder", 1, SHOP, 1, true, false);

        assertThat(place(waiting("mine", 1, SHOP, 1), elsewhere))
                .isEqualTo(behind(1, "run other/holder to end, which has the lock shop"));
    }

    @Test
    void thereIsRoomForSoManyRunners() {
        var going = admitted("going", Optional.empty(), 6);

        assertThat(limited(10, waiting("mine", 1, Optional.empty(), 4), going)).isEqualTo(new Place.Next());
        assertThat(limited(10, waiting("mine", 1, Optional.empty(), 5), going))
                .isEqualTo(behind(1, "room for 5 more runners: 6 go, and the operator lets 10 go at a time"));
        assertThat(limited(10, waiting("mine", 1, Optional.empty(), 11))).isEqualTo(new Place.TooLarge(10));
    }

    @Test
    void aSmallRunDoesNotOvertakeALargeOneThatWaitsForRoom() {
        var going = admitted("going", Optional.empty(), 6);
        var large = waiting("large", 1, Optional.empty(), 8);
        var small = waiting("small", 2, Optional.empty(), 1);

        assertThat(limited(10, small, large, going))
                .isEqualTo(
                        behind(
                                2,
                                "room for 1 more runners: 6 go, and the operator lets 10 go at a time; run large came before it"));
    }

    @Test
    void whoWaitsForALockAloneKeepsNobodyFromTheRoom() {
        var holder = admitted("holder", SHOP, 2);
        var behindIt = waiting("behind", 1, SHOP, 8);

        assertThat(limited(10, waiting("mine", 2, Optional.empty(), 8), behindIt, holder))
                .isEqualTo(new Place.Next());
    }

    @Test
    void whoIsTooLargeKeepsNobody() {
        var tooLarge = waiting("too-large", 1, SHOP, 11);

        assertThat(limited(10, waiting("mine", 2, SHOP, 1), tooLarge)).isEqualTo(new Place.Next());
    }

    private static Place place(Ticket mine, Ticket... others) {
        return Line.placeOf(mine, tickets(mine, others), Optional.empty());
    }

    private static Place limited(int most, Ticket mine, Ticket... others) {
        return Line.placeOf(mine, tickets(mine, others), Optional.of(most));
    }

    private static List<Ticket> tickets(Ticket mine, Ticket... others) {
        var all = new java.util.ArrayList<>(List.of(others));
        all.add(mine);
        return all;
    }

    private static Place behind(int position, String waitsFor) {
        return new Place.Waiting(position, waitsFor, Optional.empty());
    }

    private static Ticket waiting(String name, int seconds, Optional<Lock> lock, int runners) {
        return new Ticket(name, "team", name, T0.plusSeconds(seconds), name, 1, lock, runners, false, false);
    }

    private static Ticket admitted(String name, Optional<Lock> lock, int runners) {
        return new Ticket(name, "team", name, T0, name, 1, lock, runners, true, false);
    }
}
