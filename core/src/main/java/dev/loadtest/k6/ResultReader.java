package dev.loadtest.k6;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Reads what a harness printed from the log of its runner: any lines, in any order, again after a reconnect. A result is taken only when
 * all its parts are there, each with its checksum, and the digest of the whole is right. Not for use by several threads at once.
 */
public final class ResultReader {
    private static final String RESULT = "LOADTEST-RESULT ";
    private static final String PLAN = "LOADTEST-PLAN ";
    private static final Pattern PART = Pattern.compile(
            "LOADTEST-RESULT ([-_A-Za-z0-9]{1,64}) ([0-9]{1,5})/([0-9]{1,5}) ([0-9a-f]{8}) ([A-Za-z0-9+/=.]+)");
    private static final Pattern PLANNED =
            Pattern.compile("LOADTEST-PLAN ([-_A-Za-z0-9]{1,64}) ([A-Za-z0-9+/]+={0,2})");

    /** 5,000 parts are 19 MB; full quantile functions of 50 sub-metrics make about 100. */
    private static final int MOST_PARTS = 5_000;

    /** It stands in a condition. */
    private static final int LONGEST_WORDS = 300;

    private final String nonce;
    private final Map<Integer, TreeMap<Integer, String>> partsByCount = new HashMap<>();
    private Optional<RunnerResult> result = Optional.empty();
    private Optional<String> errorLine = Optional.empty();
    private Optional<Plan> plan = Optional.empty();
    private boolean readingBegins = true;
    private WriteFailures writeFailures = WriteFailures.NONE;
    private int forged;

    /** @param nonce the one of {@link HarnessSettings} */
    public ResultReader(String nonce) {
        this.nonce = nonce;
    }

    /** The log is read again, from another place: what was counted before is not of the same time. */
    public void beginAgain() {
        readingBegins = true;
    }

    /** Takes one line of the log, with or without its end of line. */
    public void accept(String logLine) {
        var line = logLine.stripTrailing();
        if (line.startsWith(RESULT)) {
            acceptPart(line);
        } else {
            LogLine.parse(line).ifPresent(this::acceptLog);
        }
    }

    /** What the runner measured, once every part of it was seen. */
    public Optional<RunnerResult> result() {
        return result;
    }

    /** How many lines or results pretended to be this run's: a wrong nonce, a wrong checksum, or no result inside. */
    public int forged() {
        return forged;
    }

    /** The last error that k6 itself logged: not what the script prints, what its iterations throw, or writes that failed. */
    public Optional<String> errorLine() {
        return errorLine;
    }

    /** What the script plans. Known once setup() began; empty when the script sends its console elsewhere. */
    public Optional<Plan> plan() {
        return plan;
    }

    /** Writes of series to Prometheus that failed, each counted once however often its line was read. */
    public WriteFailures writeFailures() {
        return writeFailures;
    }

    private void acceptPart(String line) {
        var matcher = PART.matcher(line);
        if (!matcher.matches()
                || !matcher.group(1).equals(nonce)
                || !matcher.group(4).equals(checksum(matcher.group(5)))) {
            forged++;
            return;
        }
        var index = Integer.parseInt(matcher.group(2));
        var count = Integer.parseInt(matcher.group(3));
        if (index < 1 || index > count || count > MOST_PARTS) {
            forged++;
            return;
        }
        if (result.isPresent()) {
            return;
        }
        var parts = partsByCount.computeIfAbsent(count, any -> new TreeMap<>());
        var known = parts.putIfAbsent(index, matcher.group(5));
        if (known != null && !known.equals(matcher.group(5))) {
            forged++;
        }
        if (parts.size() == count) {
            partsByCount.remove(count);
            result = whole(String.join("", parts.values()));
            if (result.isEmpty()) {
                forged++;
            } else {
                partsByCount.clear();
            }
        }
    }

    private static Optional<RunnerResult> whole(String text) {
        var dot = text.lastIndexOf('.');
        if (dot < 0 || !text.substring(dot + 1).equals(DigestUtils.sha256Hex(text.substring(0, dot)))) {
            return Optional.empty();
        }
        return ResultPayload.parse(text.substring(0, dot));
    }

    private void acceptLog(LogLine line) {
        if (readingBegins) {
            line.time().ifPresent(first -> {
                writeFailures = WriteFailures.readSince(first);
                readingBegins = false;
            });
        }
        if (line.isFromConsole()) {
            if (line.message().startsWith(PLAN)) {
                acceptPlan(line.message());
            }
        } else if (line.isError() && line.isFromRemoteWrite()) {
            acceptFailedWrite(line);
        } else if (line.isError() && !line.isFromIteration()) {
            errorLine = Optional.of(PlainText.of(line.message()));
        }
    }

    private void acceptFailedWrite(LogLine line) {
        line.time()
                .filter(at -> writeFailures.last().map(at::isAfter).orElse(true))
                .ifPresent(at -> {
                    var words = PlainText.of(line.error());
                    writeFailures = writeFailures.and(
                            WriteFailure.of(line.error()),
                            words.substring(0, Math.min(words.length(), LONGEST_WORDS)),
                            at);
                });
    }

    private void acceptPlan(String message) {
        var matcher = PLANNED.matcher(message);
        if (matcher.matches() && matcher.group(1).equals(nonce)) {
            plan = decoded(matcher.group(2)).flatMap(Plan::parse).or(() -> plan);
        }
    }

    private static Optional<String> decoded(String base64) {
        try {
            return Optional.of(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String checksum(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return "%08x".formatted(crc.getValue());
    }
}
