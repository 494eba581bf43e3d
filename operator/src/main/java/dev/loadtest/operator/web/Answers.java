package dev.loadtest.operator.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.qute.TemplateInstance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.function.Function;

/** The same content as a page for people or as JSON for programs, whichever the request prefers. Without a preference: the page. */
@Singleton
class Answers {
    private static final String JSON = "application/json;charset=UTF-8";
    private static final String HTML = "text/html;charset=UTF-8";

    private final ObjectMapper json;
    private final Clock clock;

    Answers(ObjectMapper json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    <T> Response.ResponseBuilder of(
            int status, T view, Function<Pages.Frame, TemplateInstance> page, HttpHeaders headers, UriInfo uri) {
        var answer = Response.status(status).header(HttpHeaders.VARY, "Accept, Authorization");
        if (wantsJson(headers)) {
            return answer.type(JSON).entity(written(view));
        }
        var frame = new Pages.Frame(root(uri), clock.instant());
        return answer.type(HTML).entity(page.apply(frame).render());
    }

    /** {@code ../} for each folder that the path is in. */
    private static String root(UriInfo uri) {
        var path = uri.getRequestUri().getRawPath();
        var depth = (int) path.chars().filter(letter -> letter == '/').count() - 1;
        return depth <= 0 ? "./" : "../".repeat(depth);
    }

    private static boolean wantsJson(HttpHeaders headers) {
        for (var type : headers.getAcceptableMediaTypes()) { // best first
            if (type.isWildcardType() || type.isCompatible(MediaType.TEXT_HTML_TYPE)) {
                return false;
            }
            if (type.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
                return true;
            }
        }
        return false;
    }

    private String written(Object view) {
        try {
            return json.writeValueAsString(view);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
