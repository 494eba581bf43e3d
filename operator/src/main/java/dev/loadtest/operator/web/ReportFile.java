package dev.loadtest.operator.web;

import dev.loadtest.report.Report;
import dev.loadtest.report.Reports;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** The files that a report is had as. */
enum ReportFile {
    HTML("report.html", "text/html;charset=UTF-8", report -> utf8(Reports.html(report))),
    JSON("summary.json", "application/json;charset=UTF-8", Reports::json),
    JUNIT("junit.xml", "application/xml;charset=UTF-8", report -> utf8(Reports.junit(report))),
    MARKDOWN("report.md", "text/markdown;charset=UTF-8", report -> utf8(Reports.markdown(report)));

    private final String fileName;
    private final String type;
    private final Function<Report, byte[]> content;

    ReportFile(String fileName, String type, Function<Report, byte[]> content) {
        this.fileName = fileName;
        this.type = type;
        this.content = content;
    }

    static Optional<ReportFile> named(String name) {
        return Arrays.stream(values()).filter(one -> one.fileName.equals(name)).findFirst();
    }

    String fileName() {
        return fileName;
    }

    String type() {
        return type;
    }

    byte[] of(Report report) {
        return content.apply(report);
    }

    /** The page is looked at where it is, everything else is kept. */
    boolean isLookedAt() {
        return this == HTML;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
