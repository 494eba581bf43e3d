package dev.loadtest.operator.web;

import dev.loadtest.report.Reports;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What the pages share with the report of a run: they look alike because there is one stylesheet. What is theirs alone lies in META-INF/resources. */
@Path(Assets.FOLDER)
public class Assets {
    static final String FOLDER = "/assets";

    private static final String STYLE = read("report.css");

    @GET
    @Path("report.css")
    @Produces("text/css;charset=UTF-8")
    public String style() {
        return STYLE;
    }

    private static String read(String name) {
        try (var resource = Reports.class.getResourceAsStream(name)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
