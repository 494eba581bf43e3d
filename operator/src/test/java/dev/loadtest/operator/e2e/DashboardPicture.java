package dev.loadtest.operator.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.loadtest.operator.e2e.Dashboard.Query;
import dev.loadtest.testkit.TestCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/**
 * What a dashboard shows, as a page for a browser: its panels where they stand, with what Prometheus answers to their queries. It is a fake, and
 * says so: where tests run there is no Grafana, which draws them in its own way.
 */
record DashboardPicture(Stack stack, String namespace, Instant since) {
    static final String NAME = "dashboard-";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where the page of that dashboard lies. */
    static Path file(String dashboard) {
        return TestCluster.projectRoot().resolve("operator/target/pictures/" + NAME + dashboard + ".html");
    }

    void write(String dashboard, Map<String, String> variables) {
        var given = Dashboard.of(dashboard);
        var panels = JSON.createArrayNode();
        for (var panel : given.json().path("panels")) {
            var title = new Query("", panel.path("title").asText(), false).with(variables);
            var answers = panels.addObject()
                    .put("title", title.promQl())
                    .putPOJO("panel", panel)
                    .putArray("answers");
            for (var target : panel.path("targets")) {
                var query = new Query(
                        title.promQl(),
                        target.path("expr").asText(),
                        target.path("instant").asBoolean());
                answers.add(ask(query.with(variables)));
            }
        }
        var data =
                JSON.createObjectNode().put("title", given.json().path("title").asText());
        data.set("panels", panels);
        try (var template = DashboardPicture.class.getResourceAsStream("/dashboard-picture.html")) {
            var page = new String(template.readAllBytes(), StandardCharsets.UTF_8);
            Files.createDirectories(file(dashboard).getParent());
            Files.writeString(
                    file(dashboard), page.replace("/* data */", data.toString().replace(namespace, "shop")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode ask(Query query) {
        return query.now() ? stack.query(query.promQl()) : stack.queryRange(query.promQl(), since);
    }
}
