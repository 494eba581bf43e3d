package dev.loadtest.demo;

import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Comparator;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns refusals of the libraries into our one shape. */
final class Problems {

    @ServerExceptionMapper
    RestResponse<Problem> invalid(ConstraintViolationException refusal) {
        return badRequest(of(refusal));
    }

    @ServerExceptionMapper
    RestResponse<Problem> unreadable(MismatchedInputException refusal) {
        return badRequest(of(refusal));
    }

    /** Everything that the framework itself refuses: no such path, no such method, another media type, no JSON at all. */
    @ServerExceptionMapper
    Response refused(WebApplicationException refusal) {
        var response = refusal.getResponse();
        if (response.hasEntity()) {
            return response;
        }
        // Quarkus' reader wraps what Jackson cannot parse.
        var problem = refusal.getCause() instanceof StreamReadException
                ? new Problem("body", "body is not JSON")
                : new Problem(null, response.getStatusInfo().getReasonPhrase());
        return Response.fromResponse(response)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(problem)
                .build();
    }

    /** The first by name of the field, so that the same request always gets the same answer. */
    static Problem of(ConstraintViolationException refusal) {
        return refusal.getConstraintViolations().stream()
                .map(Problems::of)
                .min(Comparator.comparing(Problem::field).thenComparing(Problem::error))
                .orElseThrow();
    }

    static Problem of(JsonMappingException refusal) {
        var field = refusal.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .collect(Collectors.joining("."));
        return field.isEmpty()
                ? new Problem("body", "body must be a JSON object with name and price")
                : new Problem(field, field + " has the wrong type");
    }

    private static Problem of(ConstraintViolation<?> violation) {
        var field = lastName(violation.getPropertyPath());
        return new Problem(field, field + " " + violation.getMessage());
    }

    /** {@code create.body.name} → {@code name}: the method and its parameter are ours, not the client's. */
    private static String lastName(Path path) {
        String last = null;
        for (var node : path) {
            last = node.getName();
        }
        return last;
    }

    private static RestResponse<Problem> badRequest(Problem problem) {
        return RestResponse.ResponseBuilder.create(RestResponse.Status.BAD_REQUEST, problem)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build();
    }
}
