package dev.loadtest.operator.control;

import dev.loadtest.k6.PlainText;
import dev.loadtest.k6.SetupAnswer;
import dev.loadtest.verdict.Reason;
import java.util.ArrayList;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What k6 answered when it was asked to call setup().
 *
 * @param data what it keeps as setup data, as JSON; empty when that is undefined or when setup() failed
 * @param error k6's words when setup() failed
 */
record SetupReply(Optional<String> data, Optional<String> error) {
    private static final int LONGEST_WORDS = 1000;
    private static final String FRAME = "\tat ";
    private static final String NATIVE = "(native)";
    /** What the script throws comes from Go when a function of k6 threw it. */
    private static final String FROM_GO = "GoError: ";
    /** Behind line and column k6 gives the offset in its byte code, which tells nobody anything. */
    private static final Pattern OFFSET = Pattern.compile("(:\\d+:\\d+)\\(\\d+\\)");

    static SetupReply data(Optional<String> json) {
        return new SetupReply(json, Optional.empty());
    }

    static SetupReply error(String words) {
        return new SetupReply(Optional.empty(), Optional.of(words));
    }

    SetupSeen seen(String nonce) {
        if (error.isPresent()) {
            return new SetupSeen.Failed(reason(error.get()), words(error.get()));
        }
        return data.flatMap(json -> SetupAnswer.parse(json, nonce))
                .<SetupSeen>map(SetupSeen.Done::new)
                .orElseGet(() -> new SetupSeen.Failed(
                        Reason.SCRIPT_ERROR, "k6 called setup(), but what it returned is not the harness's answer"));
    }

    /** What a script throws ends with its stack, each line of it with an end of line; k6's own words do not. */
    private static Reason reason(String words) {
        if (!words.endsWith("\n")) {
            if (words.startsWith("setup() execution timed out")) {
                return Reason.SETUP_TIMEOUT;
            }
            if (words.startsWith("test aborted")) {
                return Reason.SCRIPT_ABORTED;
            }
        }
        return Reason.SCRIPT_ERROR;
    }

    /** One line: the message, and where in the script it was thrown. */
    private static String words(String error) {
        var parts = new ArrayList<String>();
        for (var line : error.split("\n")) {
            if (!line.startsWith(FRAME)) {
                parts.add(line.strip());
            } else if (!line.endsWith(NATIVE)) {
                parts.add(line.strip());
                break;
            }
        }
        var words = PlainText.of(OFFSET.matcher(String.join(" ", parts)).replaceAll("$1"));
        var plain = words.startsWith(FROM_GO) ? words.substring(FROM_GO.length()) : words;
        return plain.length() > LONGEST_WORDS ? plain.substring(0, LONGEST_WORDS) : plain;
    }
}
