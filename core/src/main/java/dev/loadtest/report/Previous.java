package dev.loadtest.report;

import java.time.Instant;
import java.util.Optional;

/**
 * The last run of the same LoadTest before this one whose numbers can be believed.
 *
 * @param run its name
 * @param verdict its verdict
 * @param ended when its verdict was given
 * @param definition fingerprint of its definition: with another one than this run's the numbers are of another test; empty if not known
 * @param scriptSha256 its script
 * @param numbers its numbers
 */
public record Previous(
        String run,
        String verdict,
        Instant ended,
        Optional<String> definition,
        String scriptSha256,
        KeyNumbers numbers) {

    /** What a report of that run says of it; empty when nothing was measured. */
    public static Optional<Previous> of(Report report) {
        return report.numbers()
                .map(numbers -> new Previous(
                        report.run().run(),
                        report.outcome().verdict(),
                        report.times().ended(),
                        report.run().definition(),
                        report.environment().script().sha256(),
                        numbers));
    }
}
