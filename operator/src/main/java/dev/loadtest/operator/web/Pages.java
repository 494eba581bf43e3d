package dev.loadtest.operator.web;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.time.Instant;
import java.util.List;

/** The templates, in {@code templates/}. Qute escapes every value that it puts into one. */
@CheckedTemplate
final class Pages {
    private Pages() {}

    /**
     * What every page needs.
     *
     * @param root the way to the top, relative, so that the pages work behind a proxy that puts something before their paths
     */
    record Frame(String root, Instant now) {}

    static native TemplateInstance overview(Frame frame, Overview view);

    static native TemplateInstance loadTest(Frame frame, LoadTestView view);

    static native TemplateInstance run(Frame frame, RunView view);

    static native TemplateInstance comparison(Frame frame, Comparison view, List<Overlay> charts);

    static native TemplateInstance trouble(Frame frame, Trouble view);
}
