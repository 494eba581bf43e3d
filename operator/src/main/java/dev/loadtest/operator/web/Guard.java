package dev.loadtest.operator.web;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Who may look, and what browsers may do with what they get: show it, and nothing else. */
@Singleton
class Guard {
    /** A number below that of others is later; this one is about every answer. */
    private static final int FIRST = 1_000;

    static final String POLICY_HEADER = "Content-Security-Policy";

    private static final String POLICY =
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final Viewer.Door door;
    private final Current current;

    Guard(Viewer.Door door, Current current) {
        this.door = door;
        this.current = current;
    }

    /** The viewer of the request that is being answered. */
    @RequestScoped
    static class Current {
        private Viewer viewer;

        Viewer viewer() {
            return viewer;
        }

        void is(Viewer found) {
            viewer = found;
        }
    }

    @ServerRequestFilter
    void whoIsIt(ContainerRequestContext request) {
        if (request.getUriInfo().getPath().startsWith(Assets.FOLDER + "/")) {
            return; // nobody's secret, and the page that asks for a token needs it
        }
        current.is(door.open(Optional.ofNullable(request.getHeaderString("Authorization")))
                .orElseThrow(Trouble::noToken));
    }

    void sayWhatBrowsersMayDo(@Observes Filters filters) {
        filters.register(
                context -> {
                    // At the last moment, so that an answer with a policy of its own is left alone.
                    context.addHeadersEndHandler(end -> bind(context));
                    context.next();
                },
                FIRST);
    }

    private static void bind(RoutingContext context) {
        var headers = context.response().headers();
        if (!headers.contains(POLICY_HEADER)) {
            headers.set(POLICY_HEADER, POLICY);
        }
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set(
                HttpHeaders.CACHE_CONTROL,
                context.normalizedPath().startsWith(Assets.FOLDER + "/") ? "no-cache" : "no-store");
    }
}
