package dev.loadtest.testkit.fault;

import java.time.Duration;
import java.util.Objects;

/**
 * What happens to a request of the operator, once.
 *
 * @param method the HTTP method
 * @param path a regular expression that is found in the path and the query
 * @param body a regular expression that is found in the body; empty fits every request
 * @param act what is done
 * @param number milliseconds of a delay, status of an answer, else 0
 */
public record Fault(String method, String path, String body, Act act, int number) {

    /** What can be done to a request. */
    public enum Act {
        /** The operator is killed, and the request never reaches the API server. */
        KILL_BEFORE,
        /** The API server has done it; the operator is killed before it hears so. */
        KILL_AFTER,
        /** The connection is closed, and the request never reaches the API server. */
        CUT_BEFORE,
        /** The API server has done it; the connection is closed before the operator hears so. */
        CUT_AFTER,
        /** The request waits, then goes on. */
        DELAY,
        /** The request never reaches the API server; the operator is told a status such as 409, 500 or 503. */
        ANSWER
    }

    public Fault {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(act, "act");
    }

    /** The requests of this method whose path has something that fits; {@link At} says what happens to the first of them. */
    public static At at(String method, String path) {
        return new At(method, path, "");
    }

    /** A named point in what the operator does. */
    public record At(String method, String path, String body) {

        /** Only if the body has something that fits this regular expression. */
        public At withBody(String expression) {
            return new At(method, path, expression);
        }

        public Fault killsBefore() {
            return new Fault(method, path, body, Act.KILL_BEFORE, 0);
        }

        public Fault killsAfter() {
            return new Fault(method, path, body, Act.KILL_AFTER, 0);
        }

        public Fault cutsBefore() {
            return new Fault(method, path, body, Act.CUT_BEFORE, 0);
        }

        public Fault cutsAfter() {
            return new Fault(method, path, body, Act.CUT_AFTER, 0);
        }

        public Fault delays(Duration time) {
            return new Fault(method, path, body, Act.DELAY, Math.toIntExact(time.toMillis()));
        }

        public Fault answers(int status) {
            return new Fault(method, path, body, Act.ANSWER, status);
        }
    }
}
