package dev.loadtest.report;

/** A report as one page. */
final class HtmlReport {
    static final String POLICY = "default-src 'none'";

    private HtmlReport() {}

    static String of(Report report) {
        return "<!doctype html><title>" + report.outcome().verdict() + "</title>";
    }
}
