package dev.loadtest.k6;

import static dev.loadtest.k6.K6Flag.Use.ALLOWED;
import static dev.loadtest.k6.K6Flag.Use.OURS;
import static dev.loadtest.k6.K6Flag.Use.REFUSED;

import dev.loadtest.k6.K6Flag.Use;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What users may tell k6 beside the script: one row for each flag of {@code k6 run} 2.2 and each variable that k6 reads. Variables of
 * outputs ({@code K6_PROMETHEUS_RW_...} and the like), and any that k6 does not know, are for the script and pass.
 */
public final class K6Flags {
    private static final String SCRIPT_OPTIONS = "set it in the script's options";
    private static final String DIVIDED = "the operator divides the load itself; set parallelism";
    private static final String SUMMARY = "the result would be lost; write files from the script's handleSummary()";
    private static final String LOG = "the operator reads k6's log from the pod in its own format; remove it";

    /** Outputs that print; k6's json does so when it is given no file. */
    private static final Pattern TO_STDOUT = Pattern.compile("json=?|(json|csv)=(-|/dev/std(out|err))");

    // @formatter:off
    private static final List<K6Flag> ROWS = List.of(
            allowed("--vus", "-u", "K6_VUS"),
            allowed("--duration", "-d", "K6_DURATION"),
            allowed("--iterations", "-i", "K6_ITERATIONS"),
            allowed("--stage", "-s", "K6_STAGES"),
            row("--execution-segment", "", "", true, OURS, DIVIDED),
            row("--execution-segment-sequence", "", "", true, OURS, DIVIDED),
            row("--paused", "-p", "K6_PAUSED", false, OURS, "the operator starts all runners together; remove it"),
            row("--no-setup", "", "K6_NO_SETUP", false, OURS, "the operator decides who runs setup(); remove setup() from the script"),
            row("--no-teardown", "", "K6_NO_TEARDOWN", false, OURS, "the operator decides who runs teardown(); remove teardown() from the script"),
            allowed("--max-redirects", "", "K6_MAX_REDIRECTS"),
            allowed("--batch", "", "K6_BATCH"),
            allowed("--batch-per-host", "", "K6_BATCH_PER_HOST"),
            row("--rps", "", "K6_RPS", true, REFUSED, "each runner would send that many; set rps in the script's options, which are divided among the runners"),
            allowed("--user-agent", "", "K6_USER_AGENT"),
            allowedSwitch("--http-debug", "", "K6_HTTP_DEBUG"),
            allowedSwitch("--insecure-skip-tls-verify", "", "K6_INSECURE_SKIP_TLS_VERIFY"),
            allowedSwitch("--no-connection-reuse", "", "K6_NO_CONNECTION_REUSE"),
            allowedSwitch("--no-vu-connection-reuse", "", "K6_NO_VU_CONNECTION_REUSE"),
            allowed("--min-iteration-duration", "", "K6_MIN_ITERATION_DURATION"),
            allowedSwitch("--throw", "-w", "K6_THROW"),
            allowed("--blacklist-ip", "", "K6_BLACKLIST_IPS"),
            allowed("--block-hostnames", "", "K6_BLOCK_HOSTNAMES"),
            row("--summary-trend-stats", "", "K6_SUMMARY_TREND_STATS", true, REFUSED, "it would replace the percentiles that the result is made of; set summaryTrendStats in the script's options"),
            allowed("--summary-time-unit", "", "K6_SUMMARY_TIME_UNIT"),
            allowed("--system-tags", "", "K6_SYSTEM_TAGS"),
            row("--tag", "", "K6_TAGS", true, REFUSED, "it would replace the tags of the script and of the operator; set tags in the script's options"),
            allowed("--console-output", "", "K6_CONSOLE_OUTPUT"),
            allowedSwitch("--discard-response-bodies", "", "K6_DISCARD_RESPONSE_BODIES"),
            allowed("--local-ips", "", "K6_LOCAL_IPS"),
            allowed("--dns", "", "K6_DNS"),
            row("--include-system-env-vars", "", "K6_INCLUDE_SYSTEM_ENV_VARS", false, REFUSED, "without the pod's variables a runner does not know its index; remove it"),
            allowed("--compatibility-mode", "", "K6_COMPATIBILITY_MODE"),
            row("--type", "-t", "K6_TYPE", true, REFUSED, "k6 runs the operator's module, which imports the script; remove it"),
            allowed("--env", "-e", ""),
            row("--no-thresholds", "", "K6_NO_THRESHOLDS", false, REFUSED, "there would be no verdict; remove the thresholds instead"),
            row("--summary-mode", "", "K6_SUMMARY_MODE", true, REFUSED, SUMMARY),
            row("--summary-export", "", "K6_SUMMARY_EXPORT", true, REFUSED, SUMMARY),
            row("--new-machine-readable-summary", "", "K6_NEW_MACHINE_READABLE_SUMMARY", false, REFUSED, SUMMARY),
            allowed("--traces-output", "", "K6_TRACES_OUTPUT"),
            allowed("--out", "-o", ""),
            row("", "", "K6_OUT", true, REFUSED, "its value cannot be seen when it comes from a Secret; give --out among the arguments"),
            row("--linger", "-l", "K6_LINGER", false, REFUSED, "the run would never end; remove it"),
            allowedSwitch("--no-usage-report", "", "K6_NO_USAGE_REPORT"),
            row("--features", "", "K6_FEATURES", true, REFUSED, "features of k6 change what the result means; remove it"),
            row("--help", "-h", "", false, REFUSED, "k6 would print its help and run nothing; remove it"),
            row("--address", "-a", "K6_ADDRESS", true, OURS, "the operator talks to k6 on its own port; remove it"),
            row("--config", "-c", "K6_CONFIG", true, REFUSED, "a file of options would be half overridden; " + SCRIPT_OPTIONS),
            row("--log-format", "", "K6_LOG_FORMAT", true, REFUSED, LOG),
            row("--log-output", "", "K6_LOG_OUTPUT", true, REFUSED, LOG),
            allowedSwitch("--no-color", "", "K6_NO_COLOR"),
            allowedSwitch("--profiling-enabled", "", "K6_PROFILING_ENABLED"),
            allowedSwitch("--quiet", "-q", ""),
            allowed("--secret-source", "", "K6_SECRET_SOURCE"),
            allowedSwitch("--verbose", "-v", ""),
            row("", "", "K6_THRESHOLDS", true, REFUSED, "k6 reads an empty list out of it, so every threshold would be gone; set thresholds in the LoadTest"),
            row("", "", "K6_HANDLE_SUMMARY_TIMEOUT", true, REFUSED, "too short a time loses the result; set handleSummaryTimeout in the script's options"),
            row("", "", "K6_AUTO_EXTENSION_RESOLUTION", true, OURS, "k6 would download another k6 and run it where no signal reaches it; take an image that has the extension"),
            row("", "", "K6_BUILD_SERVICE_URL", true, REFUSED, "k6 downloads no extensions here; take an image that has them"),
            row("", "", "K6_DEPENDENCIES_MANIFEST", true, REFUSED, "k6 downloads no extensions here; take an image that has them"),
            row("", "", "JOB_COMPLETION_INDEX", true, OURS, "it tells a runner its index; take another name"),
            allowed("", "", "K6_SETUP_TIMEOUT"),
            allowed("", "", "K6_TEARDOWN_TIMEOUT"),
            allowed("", "", "K6_TLS_CIPHER_SUITES"),
            allowed("", "", "K6_TLSAUTH"),
            allowed("", "", "K6_HOSTS"),
            allowed("", "", "K6_METRIC_SAMPLES_BUFFER_SIZE"),
            allowed("", "", "K6_NO_COOKIES_RESET"),
            allowed("", "", "K6_WEB_DASHBOARD"));
    // @formatter:on

    private static final Set<String> LOAD = Set.of(
            "--vus",
            "--duration",
            "--iterations",
            "--stage",
            "--rps",
            "--min-iteration-duration",
            "--execution-segment",
            "--execution-segment-sequence");

    // Tried with k6 2.2.0: it takes an empty value for none, but for truth values and the log's output.
    private static final SortedMap<String, String> OWN_VARIABLES = ownVariablesOf(
            Map.of(
                    "K6_AUTO_EXTENSION_RESOLUTION", "false",
                    "K6_INCLUDE_SYSTEM_ENV_VARS", "true",
                    "K6_LOG_OUTPUT", "stderr",
                    "K6_NEW_MACHINE_READABLE_SUMMARY", "false",
                    "K6_NO_THRESHOLDS", "false"),
            List.of(
                    "K6_FEATURES",
                    "K6_HANDLE_SUMMARY_TIMEOUT",
                    "K6_LINGER",
                    "K6_LOG_FORMAT",
                    "K6_NO_SETUP",
                    "K6_NO_TEARDOWN",
                    "K6_OUT",
                    "K6_PAUSED",
                    "K6_RPS",
                    "K6_SUMMARY_EXPORT",
                    "K6_SUMMARY_MODE",
                    "K6_TAGS",
                    "K6_TYPE"));

    private K6Flags() {}

    private static SortedMap<String, String> ownVariablesOf(Map<String, String> values, List<String> empty) {
        var all = new TreeMap<>(values);
        empty.forEach(name -> all.put(name, ""));
        return Collections.unmodifiableSortedMap(all);
    }

    /**
     * Variables to set on a runner's container, where they win over {@code envFrom}: what a ConfigMap or Secret brings along cannot be seen
     * beforehand, and these would lose the result. {@code K6_SUMMARY_TREND_STATS} and {@code K6_THRESHOLDS} have no harmless value, so the
     * harness refuses to run with them; {@code K6_CONFIG} has none either, but the script's options win over what it says.
     */
    public static SortedMap<String, String> ownVariables() {
        return OWN_VARIABLES;
    }

    /**
     * The same for the container that runs teardown() only, with {@link Harness#TEARDOWN_ENTRY}: one VU that does nothing once, whatever
     * load a ConfigMap or Secret brings along.
     */
    public static SortedMap<String, String> ownVariablesOfTeardown() {
        var all = new TreeMap<>(OWN_VARIABLES);
        ROWS.stream()
                .filter(row -> LOAD.contains(row.flag()) && !row.variable().isEmpty())
                .forEach(row -> all.put(row.variable(), ""));
        all.put("K6_VUS", "1");
        all.put("K6_ITERATIONS", "1");
        return Collections.unmodifiableSortedMap(all);
    }

    /** Whether k6 takes from the variable of that name how much load to make, or how fast. */
    public static boolean describesLoad(String variable) {
        return byVariable(variable).filter(row -> LOAD.contains(row.flag())).isPresent();
    }

    /**
     * What is left for k6 where it has no load to make, as when it runs teardown() only. Words that belong to no known flag stay.
     *
     * @param arguments one entry for each word, as they would stand after {@code k6 run}
     */
    public static List<String> withoutLoad(List<String> arguments) {
        var kept = new ArrayList<String>();
        var at = 0;
        while (at < arguments.size()) {
            var valued = valued(arguments, at);
            var end = Math.min(arguments.size(), at + valued.map(Valued::words).orElse(1));
            if (valued.filter(Valued::describesLoad).isEmpty()) {
                kept.addAll(arguments.subList(at, end));
            } else if (!valued.get().switches().isEmpty()) {
                kept.add(valued.get().switches());
            }
            at = end;
        }
        return List.copyOf(kept);
    }

    /** The table. */
    public static List<K6Flag> rows() {
        return ROWS;
    }

    /**
     * What a user may not tell k6, each with what to do instead; empty when all is well.
     *
     * @param arguments one entry for each word, as they would stand after {@code k6 run}
     * @param variableNames of the runners' environment
     */
    public static List<String> refusals(List<String> arguments, Collection<String> variableNames) {
        var refusals = new ArrayList<String>();
        for (int at = 0; at < arguments.size(); at++) {
            at += refuse(arguments, at, refusals);
        }
        for (String name : new TreeSet<>(variableNames)) {
            byVariable(name).flatMap(row -> refusal("variable " + name, row)).ifPresent(refusals::add);
        }
        return List.copyOf(refusals);
    }

    /** Looks at the word there and answers how many of the next words are its value. */
    private static int refuse(List<String> arguments, int at, List<String> refusals) {
        var word = arguments.get(at);
        if (word.startsWith("--") && word.length() > 2) {
            return refuseFlag(word, arguments, at, refusals);
        }
        if (word.startsWith("-") && word.length() > 1 && !word.equals("--")) {
            return refuseLetters(word, arguments, at, refusals);
        }
        refusals.add("argument %s: it belongs to no flag; the script is named in spec.script".formatted(word));
        return 0;
    }

    private static int refuseFlag(String word, List<String> arguments, int at, List<String> refusals) {
        var equals = word.indexOf('=');
        var name = nameOf(word);
        var row = ROWS.stream().filter(known -> known.flag().equals(name)).findFirst();
        if (row.isEmpty()) {
            refusals.add(unknown(name));
            return 0;
        }
        refusal("argument " + name, row.get()).ifPresent(refusals::add);
        var next = row.get().takesValue() && equals < 0 ? 1 : 0;
        refuseValue(row.get(), equals < 0 ? wordAt(arguments, at + next) : word.substring(equals + 1), refusals);
        return next;
    }

    /** One or several letters; the first that takes a value takes the rest of the word, or the next word. */
    private static int refuseLetters(String word, List<String> arguments, int at, List<String> refusals) {
        for (int i = 1; i < word.length(); i++) {
            var letter = "-" + word.charAt(i);
            var row =
                    ROWS.stream().filter(known -> known.letter().equals(letter)).findFirst();
            if (row.isEmpty()) {
                refusals.add(unknown(letter));
                return 0;
            }
            refusal("argument " + letter, row.get()).ifPresent(refusals::add);
            if (row.get().takesValue()) {
                var rest = word.substring(i + 1);
                var next = rest.isEmpty() ? 1 : 0;
                refuseValue(row.get(), next == 1 ? wordAt(arguments, at + 1) : withoutEquals(rest), refusals);
                return next;
            }
            if (word.startsWith("=", i + 1)) {
                return 0;
            }
        }
        return 0;
    }

    private static void refuseValue(K6Flag row, String value, List<String> refusals) {
        if (row.flag().equals("--env")) {
            // k6 configures itself from these as well, whatever its documentation says.
            var name = nameOf(value);
            byVariable(name)
                    .flatMap(variable -> refusal("argument --env " + name, variable))
                    .ifPresent(refusals::add);
        }
        if (row.flag().equals("--out") && TO_STDOUT.matcher(value).matches()) {
            refusals.add(
                    "argument --out %s: every sample would be printed into the log that the result is read from; name a file"
                            .formatted(value));
        }
    }

    /**
     * A flag with its value.
     *
     * @param switches what stands before it in the same word, such as {@code -q} of {@code -qu5}; empty when there is nothing
     * @param words how many there are together: 2 when the value is the next word
     */
    private record Valued(K6Flag row, String switches, String value, int words) {
        boolean describesLoad() {
            return LOAD.contains(row.flag()) || row.flag().equals("--env") && K6Flags.describesLoad(nameOf(value));
        }
    }

    /** The flag that takes a value in the word there; empty when the word has none. */
    private static Optional<Valued> valued(List<String> arguments, int at) {
        var word = arguments.get(at);
        if (word.startsWith("--")) {
            var name = nameOf(word);
            var isWhole = name.length() == word.length();
            return ROWS.stream()
                    .filter(row -> row.flag().equals(name) && row.takesValue())
                    .findFirst()
                    .map(row -> isWhole
                            ? new Valued(row, "", wordAt(arguments, at + 1), 2)
                            : new Valued(row, "", word.substring(name.length() + 1), 1));
        }
        for (int i = 1; word.startsWith("-") && i < word.length(); i++) {
            var letter = "-" + word.charAt(i);
            var row =
                    ROWS.stream().filter(known -> known.letter().equals(letter)).findFirst();
            var rest = word.substring(i + 1);
            if (row.filter(K6Flag::takesValue).isPresent()) {
                var switches = i == 1 ? "" : word.substring(0, i);
                return Optional.of(
                        rest.isEmpty()
                                ? new Valued(row.get(), switches, wordAt(arguments, at + 1), 2)
                                : new Valued(row.get(), switches, withoutEquals(rest), 1));
            }
            if (row.isEmpty() || rest.startsWith("=")) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static String nameOf(String text) {
        var equals = text.indexOf('=');
        return equals < 0 ? text : text.substring(0, equals);
    }

    private static Optional<K6Flag> byVariable(String name) {
        return ROWS.stream()
                .filter(row -> !name.isEmpty() && row.variable().equals(name))
                .findFirst();
    }

    private static Optional<String> refusal(String what, K6Flag row) {
        return row.use() == ALLOWED ? Optional.empty() : Optional.of("%s: %s".formatted(what, row.why()));
    }

    private static String unknown(String flag) {
        return "argument %s: k6 run has no such flag; see k6 run --help".formatted(flag);
    }

    private static String wordAt(List<String> arguments, int at) {
        return at < arguments.size() ? arguments.get(at) : "";
    }

    private static String withoutEquals(String text) {
        return text.startsWith("=") ? text.substring(1) : text;
    }

    private static K6Flag allowed(String flag, String letter, String variable) {
        return row(flag, letter, variable, true, ALLOWED, "");
    }

    private static K6Flag allowedSwitch(String flag, String letter, String variable) {
        return row(flag, letter, variable, false, ALLOWED, "");
    }

    private static K6Flag row(String flag, String letter, String variable, boolean takesValue, Use use, String why) {
        return new K6Flag(flag, letter, variable, takesValue, use, why);
    }
}
