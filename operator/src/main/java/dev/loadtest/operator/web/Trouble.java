package dev.loadtest.operator.web;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;

/**
 * Why there is no page.
 *
 * @param title in a few words
 * @param message with the next step
 */
public record Trouble(int status, String title, String message) {
    static WebApplicationException noToken() {
        return new Trouble(
                        401,
                        "A token, please",
                        "These pages show what your token of Kubernetes may list. Give it as the password of any user name, or in the header Authorization: Bearer. kubectl create token ACCOUNT makes one for a ServiceAccount.")
                .exception();
    }

    /** The same whether there is something or not. */
    static WebApplicationException notToBeSeen(String namespace) {
        return new Trouble(
                        403,
                        "Not yours to see",
                        "Your token may not list loadtestruns in the namespace %s. Whoever looks after it can give you that right with a RoleBinding."
                                .formatted(namespace))
                .exception();
    }

    static WebApplicationException noLoadTest(String namespace, String name) {
        return new Trouble(
                        404,
                        "No such LoadTest",
                        "There is no LoadTest %s in the namespace %s. It may have been deleted, and its runs with it."
                                .formatted(name, namespace))
                .exception();
    }

    static WebApplicationException noRun(String namespace, String name) {
        return new Trouble(
                        404,
                        "No such run",
                        "There is no LoadTestRun %s in the namespace %s. It may have been deleted, as old runs are. The list of LoadTests leads to the runs that are still there."
                                .formatted(name, namespace))
                .exception();
    }

    static WebApplicationException noReport(String namespace, String name) {
        return new Trouble(
                        404,
                        "No report",
                        "No report is kept of LoadTestRun %s in the namespace %s: the run is not over yet, or its report made room for newer ones. What the run's status says is on its page."
                                .formatted(name, namespace))
                .exception();
    }

    static WebApplicationException twoRunsWanted() {
        return new Trouble(
                        400,
                        "Which two runs?",
                        "A comparison needs the names of two runs of the namespace, as in compare?a=smoke-1&b=smoke-2.")
                .exception();
    }

    static WebApplicationException tooManyWatch() {
        return new Trouble(
                        503,
                        "Too many look at runs",
                        "As many pages as are served at a time follow a run already. This one can be loaded again every few seconds instead.")
                .exception();
    }

    private WebApplicationException exception() {
        return new Thrown(this);
    }

    /** On its way to the page that shows it. */
    static final class Thrown extends WebApplicationException {
        private final transient Trouble trouble;

        private Thrown(Trouble trouble) {
            super(trouble.title(), Response.status(trouble.status()).build());
            this.trouble = trouble;
        }

        Trouble trouble() {
            return trouble;
        }
    }
}
