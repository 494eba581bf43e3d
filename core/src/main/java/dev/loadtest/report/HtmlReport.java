package dev.loadtest.report;

import dev.loadtest.k6.PlainText;
import io.quarkus.qute.Engine;
import io.quarkus.qute.Expression;
import io.quarkus.qute.RawString;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.ResultMapper;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateNode.Origin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;

/** A report as one page that loads nothing and runs nothing. */
final class HtmlReport {
    static final int LARGEST = 300_000;

    private static final String STYLE = resource("report.css");
    static final String POLICY = "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'"
            .formatted(Base64.getEncoder().encodeToString(DigestUtils.sha256(STYLE)));
    private static final Template PAGE = page();

    private HtmlReport() {}

    static String of(Report report) {
        return render(Cut.until(report, HtmlReport::fits));
    }

    private static boolean fits(Report report) {
        return render(report).getBytes(StandardCharsets.UTF_8).length < LARGEST;
    }

    private static String render(Report report) {
        return PAGE.data("page", Page.of(report))
                .data("style", new RawString(STYLE))
                .data("policy", POLICY)
                .render();
    }

    private static Template page() {
        var engine = Engine.builder()
                .addDefaults()
                .addValueResolver(new ReflectionValueResolver())
                .addResultMapper(new Escaped())
                .build();
        for (String part : List.of("chart", "table")) {
            engine.putTemplate(part, engine.parse(resource(part + ".html")));
        }
        return engine.parse(resource("report.html"));
    }

    /** Whatever a template shows is text: not markup, and nothing that steers a terminal or turns the direction of writing. */
    private static final class Escaped implements ResultMapper {
        @Override
        public boolean appliesTo(Origin origin, Object result) {
            return !(result instanceof RawString);
        }

        @Override
        public String map(Object result, Expression expression) {
            return escaped(PlainText.of(result.toString()));
        }
    }

    static String escaped(String text) {
        var escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    private static String resource(String name) {
        try (var file = HtmlReport.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
