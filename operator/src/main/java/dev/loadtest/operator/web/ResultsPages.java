package dev.loadtest.operator.web;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.report.Report;
import dev.loadtest.report.ReportFile;
import dev.loadtest.report.Reports;
import dev.loadtest.report.Series;
import dev.loadtest.report.UnreadableReport;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestStreamElementType;

/** Every path that there is. They do not change, so they can be bookmarked. */
@Path("/")
@Blocking
public class ResultsPages {
    /** What is not a name of Kubernetes is nobody's, and does not come near the API server. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

    private final Watched watched;
    private final Runs runs;
    private final KeptReports reports;
    private final LiveStreams streams;
    private final Answers answers;
    private final Guard.Current current;

    @Context
    HttpHeaders headers;

    @Context
    UriInfo uri;

    ResultsPages(
            Watched watched,
            Runs runs,
            KeptReports reports,
            LiveStreams streams,
            Answers answers,
            Guard.Current current) {
        this.watched = watched;
        this.runs = runs;
        this.reports = reports;
        this.streams = streams;
        this.answers = answers;
        this.current = current;
    }

    @GET
    public Response top(@RestQuery Optional<String> namespace, @RestQuery Optional<String> verdict) {
        return loadTests(namespace, verdict);
    }

    @GET
    @Path("loadtests")
    public Response loadTests(@RestQuery Optional<String> namespace, @RestQuery Optional<String> verdict) {
        var viewer = current.viewer();
        var view = Overview.of(
                watched.loadTests().filter(one -> viewer.sees(one.getMetadata().getNamespace())),
                runs.over(),
                namespace.filter(given -> !given.isEmpty()),
                verdict.filter(given -> !given.isEmpty()));
        return answers.of(200, view, frame -> Pages.overview(frame, view), headers, uri)
                .build();
    }

    @GET
    @Path("namespaces/{namespace}/loadtests/{name}")
    public Response loadTest(@RestPath String namespace, @RestPath String name) {
        admit(namespace);
        var loadTest = watched.loadTest(namespace, name).orElseThrow(() -> Trouble.noLoadTest(namespace, name));
        var view = LoadTestView.of(loadTest, runs.of(namespace, name));
        return answers.of(200, view, frame -> Pages.loadTest(frame, view), headers, uri)
                .build();
    }

    @GET
    @Path("namespaces/{namespace}/runs/{name}")
    public Response page(@RestPath String namespace, @RestPath String name) {
        var view = seen(namespace, name);
        return answers.of(200, view, frame -> Pages.run(frame, view), headers, uri)
                .build();
    }

    @GET
    @Path("namespaces/{namespace}/runs/{name}/{file:[a-z]+\\.[a-z]+}")
    public Response file(@RestPath String namespace, @RestPath String name, @RestPath String file) {
        var wanted = ReportFile.named(file).orElseThrow(NotFoundException::new);
        var content =
                reports.of(run(namespace, name)).map(wanted::of).orElseThrow(() -> Trouble.noReport(namespace, name));
        var answer = Response.ok(content).type(wanted.type());
        return wanted.isLookedAt()
                ? answer.header(Guard.POLICY_HEADER, Reports.contentSecurityPolicy() + "; frame-ancestors 'none'")
                        .build()
                : answer.header("Content-Disposition", "attachment; filename=\"%s-%s\"".formatted(name, file))
                        .build();
    }

    @GET
    @Path("namespaces/{namespace}/compare")
    public Response compare(@RestPath String namespace, @RestQuery Optional<String> a, @RestQuery Optional<String> b) {
        admit(namespace);
        var first = a.filter(name -> !name.isEmpty()).orElseThrow(Trouble::twoRunsWanted);
        var second = b.filter(name -> !name.isEmpty()).orElseThrow(Trouble::twoRunsWanted);
        var view = Comparison.of(seen(namespace, first), seen(namespace, second));
        return answers.of(
                        200,
                        view,
                        frame -> Pages.comparison(frame, view, overlays(run(namespace, first), run(namespace, second))),
                        headers,
                        uri)
                .build();
    }

    @GET
    @Path("namespaces/{namespace}/runs/{name}/live")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    public Multi<LiveView> live(@RestPath String namespace, @RestPath String name) {
        seen(namespace, name);
        return streams.of(() -> runs.run(namespace, name).map(RunView::of).map(RunView::getLive));
    }

    /** Empty where one of the reports is not kept, or cannot be read: the numbers beside each other are there all the same. */
    private List<Overlay> overlays(LoadTestRun a, LoadTestRun b) {
        return series(a)
                .flatMap(first -> series(b).map(second -> Overlay.of(first, second)))
                .orElse(List.of());
    }

    private Optional<Series> series(LoadTestRun run) {
        try {
            return reports.of(run).flatMap(Report::series);
        } catch (UnreadableReport e) {
            return Optional.empty();
        }
    }

    private RunView seen(String namespace, String name) {
        return RunView.of(run(namespace, name));
    }

    private LoadTestRun run(String namespace, String name) {
        admit(namespace);
        return Optional.of(name)
                .filter(one -> NAME.matcher(one).matches())
                .flatMap(one -> runs.run(namespace, one))
                .orElseThrow(() -> Trouble.noRun(namespace, name));
    }

    private void admit(String namespace) {
        if (!NAME.matcher(namespace).matches() || !current.viewer().sees(namespace)) {
            throw Trouble.notToBeSeen(namespace);
        }
    }
}
