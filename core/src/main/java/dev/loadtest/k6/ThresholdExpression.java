package dev.loadtest.k6;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One comparison as k6 reads it, such as {@code p(95)<500}.
 *
 * @param aggregation what is looked at
 * @param percentile 0 to 100 with {@link Aggregation#PERCENTILE}, else 0
 * @param operator how it is compared
 * @param limit with what: milliseconds, bytes, a share from 0 to 1 or a plain number, as the metric has it
 */
public record ThresholdExpression(Aggregation aggregation, double percentile, Operator operator, double limit) {

    /** What of a metric is looked at. */
    public enum Aggregation {
        /** A counter's sum. */
        COUNT,
        /** A counter's sum by second, or a rate's share. */
        RATE,
        /** A gauge's last value. */
        VALUE,
        /** A trend's mean. */
        AVG,
        /** A trend's least sample. */
        MIN,
        /** A trend's greatest sample. */
        MAX,
        /** A trend's median. */
        MED,
        /** A trend's percentile. */
        PERCENTILE
    }

    /** How two numbers are compared. No comparison with NaN holds, except that it differs. */
    public enum Operator {
        LESS_OR_EQUAL("<=") {
            @Override
            public boolean test(double observed, double limit) {
                return observed <= limit;
            }
        },
        LESS("<") {
            @Override
            public boolean test(double observed, double limit) {
                return observed < limit;
            }
        },
        GREATER_OR_EQUAL(">=") {
            @Override
            public boolean test(double observed, double limit) {
                return observed >= limit;
            }
        },
        GREATER(">") {
            @Override
            public boolean test(double observed, double limit) {
                return observed > limit;
            }
        },
        /** The same as {@link #EQUAL}: k6 knows numbers only. */
        STRICTLY_EQUAL("===") {
            @Override
            public boolean test(double observed, double limit) {
                return observed == limit;
            }
        },
        EQUAL("==") {
            @Override
            public boolean test(double observed, double limit) {
                return observed == limit;
            }
        },
        NOT_EQUAL("!=") {
            @Override
            public boolean test(double observed, double limit) {
                return observed != limit;
            }
        };

        private final String token;

        Operator(String token) {
            this.token = token;
        }

        /** Whether the comparison holds. */
        public abstract boolean test(double observed, double limit);

        /** As it is written. */
        public String token() {
            return token;
        }
    }

    // k6 looks for these in this order and takes the first that has something on its right.
    private static final List<Operator> SCAN_ORDER = List.of(
            Operator.LESS_OR_EQUAL,
            Operator.LESS,
            Operator.GREATER_OR_EQUAL,
            Operator.GREATER,
            Operator.STRICTLY_EQUAL,
            Operator.EQUAL,
            Operator.NOT_EQUAL);

    // What Go's ParseFloat takes: no units; underscores between digits, and after the 0x of hexadecimal.
    private static final String DIGITS = "[0-9](_?[0-9])*";
    private static final String HEX_DIGITS = "[0-9a-fA-F](_?[0-9a-fA-F])*";
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(D\\.?(D)?|\\.D)([eE][+-]?D)?".replace("D", DIGITS));
    private static final Pattern HEXADECIMAL = Pattern.compile(
            "[+-]?0[xX](_?H\\.?(H)?|\\.H)[pP][+-]?D".replace("D", DIGITS).replace("H", HEX_DIGITS));
    private static final Pattern INFINITE = Pattern.compile("[+-]?inf(inity)?", Pattern.CASE_INSENSITIVE);

    /**
     * Reads an expression by k6's own grammar (metrics/thresholds_parser.go of v2.2.0).
     *
     * @throws IllegalArgumentException with a message that quotes the expression and says what is expected
     */
    public static ThresholdExpression parse(String expression) {
        for (Operator operator : SCAN_ORDER) {
            var at = expression.indexOf(operator.token());
            var right = at < 0 ? "" : expression.substring(at + operator.token().length());
            if (!right.isEmpty()) {
                return of(expression, expression.substring(0, at).strip(), operator, right.strip());
            }
        }
        throw refused(expression, "it has no comparison: one of <, <=, >, >=, ==, ===, != and a number after it");
    }

    private static ThresholdExpression of(String expression, String method, Operator operator, String right) {
        var aggregation = aggregation(expression, method);
        var percentile = 0.0;
        if (method.startsWith("p(")) {
            var inside = method.substring(2, method.length() - 1);
            percentile = number(expression, inside, "'%s' is not a number from 0 to 100".formatted(inside));
            if (!(percentile >= 0 && percentile <= 100)) {
                throw refused(expression, "percentile %s is not from 0 to 100".formatted(inside));
            }
        }
        var limit = number(
                expression,
                right,
                "'%s' is not a number; write it without a unit, durations in milliseconds".formatted(right));
        return new ThresholdExpression(aggregation, percentile, operator, limit);
    }

    private static Aggregation aggregation(String expression, String method) {
        return switch (method) {
            case "count", "rate", "value", "avg", "min", "max", "med" ->
                Aggregation.valueOf(method.toUpperCase(Locale.ROOT));
            case "p" -> Aggregation.PERCENTILE; // k6 takes it for p(0)
            default -> {
                if (method.startsWith("p(") && method.endsWith(")") && method.length() > 2) {
                    yield Aggregation.PERCENTILE;
                }
                throw refused(
                        expression,
                        "'%s' is none of count, rate, value, avg, min, max, med, p(number)".formatted(method));
            }
        };
    }

    private static double number(String expression, String text, String otherwise) {
        if (INFINITE.matcher(text).matches()) {
            return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (text.equalsIgnoreCase("nan")) {
            return Double.NaN;
        }
        if (!DECIMAL.matcher(text).matches() && !HEXADECIMAL.matcher(text).matches()) {
            throw refused(expression, otherwise);
        }
        var number = Double.parseDouble(text.replace("_", ""));
        if (Double.isInfinite(number)) {
            throw refused(expression, "'%s' is too large".formatted(text));
        }
        return number;
    }

    private static IllegalArgumentException refused(String expression, String why) {
        return new IllegalArgumentException(
                "threshold '%s': %s; expected something like p(95)<500".formatted(expression, why));
    }
}
