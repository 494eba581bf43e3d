package dev.loadtest.operator.runner;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestSpec;
import dev.loadtest.api.ReportBucket;
import dev.loadtest.api.ReportClaim;
import dev.loadtest.api.ReportSpec;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the files of a run's report are brought. They lie apart from those of every other run, also of one of the same name in later times.
 *
 * @param claim in the run's namespace
 * @param folder of the run below what claim or bucket give as their own beginning
 */
public record ReportPlaces(Optional<ReportClaim> claim, Optional<ReportBucket> bucket, String folder) {

    public static ReportPlaces of(LoadTestRun run) {
        var report = Optional.ofNullable(run.getSpec().definition().report());
        return new ReportPlaces(
                report.map(ReportSpec::persistentVolumeClaim),
                report.map(ReportSpec::s3),
                "%s/%s/%s-%s"
                        .formatted(
                                run.getMetadata().getNamespace(),
                                run.getSpec().loadTest(),
                                run.getMetadata().getName(),
                                run.getMetadata().getUid()));
    }

    /** Whether there is any. */
    public boolean any() {
        return claim.isPresent() || bucket.isPresent();
    }

    /** The run's folder in the claim's volume. */
    String volumeFolder() {
        return below(claim.map(ReportClaim::path));
    }

    /** What the run's keys in the bucket begin with. */
    String keys() {
        return below(bucket.map(ReportBucket::prefix)) + "/";
    }

    private String below(Optional<String> beginning) {
        return beginning.map(given -> given + "/" + folder).orElse(folder);
    }

    /** Where a file of this name lies, in words for a status: at most once in the claim and once in the bucket. */
    public Stream<String> locations(String file) {
        return Stream.concat(
                claim.map(given -> "pvc/%s/%s/%s".formatted(given.claimName(), volumeFolder(), file)).stream(),
                bucket.map(given -> "s3://%s/%s%s".formatted(given.bucket(), keys(), file)).stream());
    }

    /** In a sentence. */
    public String words() {
        return String.join(
                " and ",
                Stream.concat(
                                claim.map(given -> "PersistentVolumeClaim " + given.claimName()).stream(),
                                bucket.map(given -> "bucket " + given.bucket()).stream())
                        .toList());
    }

    /** Whether each runner keeps its samples in the claim's volume. */
    static boolean raw(LoadTestSpec definition) {
        var report = definition.report();
        return report != null && Boolean.TRUE.equals(report.raw()) && report.persistentVolumeClaim() != null;
    }
}
