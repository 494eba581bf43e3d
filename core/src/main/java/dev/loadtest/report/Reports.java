package dev.loadtest.report;

/** The forms that a {@link Report} is read in. All are made from the same data, so they say the same. */
public final class Reports {
    private Reports() {}

    /** The content of {@code summary.json}, UTF-8. */
    public static byte[] json(Report report) {
        return ReportJson.write(report);
    }

    /**
     * A report from its JSON. Fields that are not known are passed over.
     *
     * @throws UnreadableReport when it is none, or of a later version
     */
    public static Report read(byte[] json) {
        return ReportJson.read(json);
    }

    /**
     * The report packed for keeping: gzip of its JSON, at most 48 KiB. Where all of it does not fit, what is missed least is dropped and
     * named in {@link Report#leftOut}.
     */
    public static byte[] compact(Report report) {
        return StoredReport.pack(report);
    }

    /**
     * The other way round.
     *
     * @throws UnreadableReport when it is damaged, too large when unpacked, or of a later version
     */
    public static Report expand(byte[] stored) {
        return StoredReport.unpack(stored);
    }

    /** The content of {@code report.html}: one page below 300 KB that loads nothing and runs nothing. */
    public static String html(Report report) {
        return HtmlReport.of(report);
    }

    /** The policy that the page of {@link #html} keeps to, for the header of a server that hands it out. */
    public static String contentSecurityPolicy() {
        return HtmlReport.POLICY;
    }

    /** The content of {@code junit.xml}: a test case for the verdict, and for every threshold and check. */
    public static String junit(Report report) {
        return JunitReport.of(report);
    }

    /** A short summary for the description of a change, or a comment on it. */
    public static String markdown(Report report) {
        return MarkdownReport.of(report);
    }
}
