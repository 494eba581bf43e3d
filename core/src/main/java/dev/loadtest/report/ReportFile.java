package dev.loadtest.report;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** The files that a report is had as, wherever they are asked for or brought to. */
public enum ReportFile {
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

    public static Optional<ReportFile> named(String name) {
        return Arrays.stream(values()).filter(one -> one.fileName.equals(name)).findFirst();
    }

    public String fileName() {
        return fileName;
    }

    /** Its media type. */
    public String type() {
        return type;
    }

    public byte[] of(Report report) {
        return content.apply(report);
    }

    /** The page is looked at where it is, everything else is kept. */
    public boolean isLookedAt() {
        return this == HTML;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
