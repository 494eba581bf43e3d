package dev.loadtest.report;

import dev.loadtest.k6.CheckResult;

/**
 * One check of the script over all runners.
 *
 * @param group the group that it stands in, outer ones first, such as {@code cart :: pay}; empty outside of every group
 * @param name its name
 * @param passes how often it was true
 * @param fails how often it was false
 */
public record Check(String group, String name, long passes, long fails) {
    /** k6 allows it in no name of a group or check. */
    private static final String SEPARATOR = "::";

    static Check of(CheckResult check) {
        var path = check.path().startsWith(SEPARATOR) ? check.path().substring(SEPARATOR.length()) : check.path();
        var last = path.lastIndexOf(SEPARATOR);
        return new Check(
                last < 0 ? "" : path.substring(0, last).replace(SEPARATOR, " " + SEPARATOR + " "),
                last < 0 ? path : path.substring(last + SEPARATOR.length()),
                check.passes(),
                check.fails());
    }
}
