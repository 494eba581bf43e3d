package dev.loadtest.demo;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** A request that is refused for one of its fields: 400. */
public class InvalidField extends WebApplicationException {
    private static final long serialVersionUID = 1;

    InvalidField(String field, String message) {
        super(field + " " + message, response(new Problem(field, field + " " + message)));
    }

    private static Response response(Problem problem) {
        return Response.status(Response.Status.BAD_REQUEST)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(problem)
                .build();
    }
}
