package dev.loadtest.operator.web;

import dev.loadtest.report.UnreadableReport;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** A page, or JSON, for everything that went another way. */
@Singleton
class Troubles {
    private static final Logger LOG = Logger.getLogger(Troubles.class);
    private static final int NOT_FOUND = 404;

    private final Answers answers;

    Troubles(Answers answers) {
        this.answers = answers;
    }

    @ServerExceptionMapper
    Response of(WebApplicationException thrown, HttpHeaders headers, UriInfo uri) {
        return shown(trouble(thrown), headers, uri);
    }

    /** Also when it is not known what a token may see: then nothing is shown. */
    @ServerExceptionMapper
    Response of(KubernetesClientException thrown, HttpHeaders headers, UriInfo uri) {
        LOG.debug("a page could not be made", thrown);
        return shown(
                new Trouble(
                        503,
                        "The cluster did not answer",
                        "The operator asked the Kubernetes API server for this, and got no answer or a refusal (%s). Load the page again in a while; the operator's log says more at the level DEBUG."
                                .formatted(thrown.getCode() == 0 ? "none" : thrown.getCode())),
                headers,
                uri);
    }

    @ServerExceptionMapper
    Response of(UnreadableReport thrown, HttpHeaders headers, UriInfo uri) {
        return shown(
                new Trouble(
                        500,
                        "A report that cannot be read",
                        "It is damaged, or a later release of the operator wrote it. What the run's status says is on its page."),
                headers,
                uri);
    }

    private static Trouble trouble(WebApplicationException thrown) {
        if (thrown instanceof Trouble.Thrown ours) {
            return ours.trouble();
        }
        var status = thrown.getResponse().getStatus();
        return status == NOT_FOUND
                ? new Trouble(
                        status,
                        "No such page",
                        "There is nothing at this address. The list of LoadTests leads to all there is.")
                : new Trouble(
                        status,
                        "That does not work",
                        "These pages are for looking at: GET and HEAD are all that they answer.");
    }

    private Response shown(Trouble trouble, HttpHeaders headers, UriInfo uri) {
        var answer = answers.of(trouble.status(), trouble, frame -> Pages.trouble(frame, trouble), headers, uri);
        if (trouble.status() == 401) {
            // What the first of them makes browsers do is ask for a user name and a password.
            answer.header(
                    HttpHeaders.WWW_AUTHENTICATE,
                    "Basic realm=\"LoadTest results: token as password\", charset=\"UTF-8\"");
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        if (trouble.status() == 503) {
            answer.header(HttpHeaders.RETRY_AFTER, 5);
        }
        return answer.build();
    }
}
