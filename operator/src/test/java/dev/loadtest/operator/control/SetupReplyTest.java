package dev.loadtest.operator.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.k6.SetupAnswer;
import dev.loadtest.verdict.Reason;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The words are those that k6 2.2.0 answers. */
class SetupReplyTest {
    @Test
    void theHarnesssAnswer() {
        var reply = SetupReply.data(
                Optional.of("{\"loadtest.dev/setup\":\"n\",\"ran\":true,\"teardown\":false,\"data\":[1]}"));

        assertThat(reply.seen("n")).isEqualTo(new SetupSeen.Done(new SetupAnswer(true, false, Optional.of("[1]"))));
    }

    @Test
    void dataOfSomebodyElseIsNotTakenForIt() {
        assertThat(SetupReply.data(Optional.of("{\"ran\":true}")).seen("n")).isInstanceOf(SetupSeen.Failed.class);
        assertThat(SetupReply.data(Optional.empty()).seen("n")).isInstanceOf(SetupSeen.Failed.class);
    }

    @Test
    void aTimeOut() {
        assertFails(
                "setup() execution timed out after 2 seconds",
                Reason.SETUP_TIMEOUT,
                "setup() execution timed out after 2 seconds");
    }

    @Test
    void wordsThatWouldChangeWhatIsShownAroundThem() {
        assertFails("x\u001b]0;owned\u0007 \u202ehidden\r\n", Reason.SCRIPT_ERROR, "x]0;owned hidden");
    }

    @Test
    void anAbort() {
        assertFails(
                "test aborted: no stock at setup (file:///test/shop.js:13:37(58))",
                Reason.SCRIPT_ABORTED,
                "test aborted: no stock at setup (file:///test/shop.js:13:37)");
        assertFails(
                "test aborted at setup (file:///test/shop.js:14:38(67))",
                Reason.SCRIPT_ABORTED,
                "test aborted at setup (file:///test/shop.js:14:38)");
    }

    @Test
    void anErrorKeepsItsPlaceInTheScriptAndLosesTheRest() {
        assertFails(
                "Error: the shop is closed: \"x\"\nline two\n\tat boom (file:///test/inner.js:3:9(3))\n\tat setup (file:///test/shop.js:7:35(10))\n",
                Reason.SCRIPT_ERROR,
                "Error: the shop is closed: \"x\" line two at boom (file:///test/inner.js:3:9)");
        assertFails(
                "GoError: it failed\n\tat go.k6.io/k6/v2/internal/js/modules/k6.(*K6).Fail-fm (native)\n\tat failing (file:///test/inner.js:5:33(4))\n",
                Reason.SCRIPT_ERROR,
                "it failed at failing (file:///test/inner.js:5:33)");
        assertFails(
                "Uncaught (in promise) Error: later\n\tat file:///test/shop.js:16:50(3)\n",
                Reason.SCRIPT_ERROR,
                "Uncaught (in promise) Error: later at file:///test/shop.js:16:50");
    }

    @Test
    void aScriptThatThrowsK6sWordsHasThrown() {
        assertFails(
                "test aborted: not really\n\tat setup (file:///test/shop.js:8:23(17))\n",
                Reason.SCRIPT_ERROR,
                "test aborted: not really at setup (file:///test/shop.js:8:23)");
    }

    @Test
    void dataThatIsNoJson() {
        assertFails(
                "error marshaling setup() data to JSON: json: unsupported value: encountered a cycle via map[string]interface {}",
                Reason.SCRIPT_ERROR,
                "error marshaling setup() data to JSON: json: unsupported value: encountered a cycle via map[string]interface {}");
    }

    @Test
    void wordsHaveAnEnd() {
        var failed = (SetupSeen.Failed) SetupReply.error("x".repeat(5_000)).seen("n");

        assertThat(failed.words()).hasSize(1_000);
    }

    private static void assertFails(String detail, Reason reason, String words) {
        assertThat(SetupReply.error(detail).seen("n")).isEqualTo(new SetupSeen.Failed(reason, words));
    }
}
