package dev.loadtest.operator.store;

import dev.loadtest.report.ReportFile;
import dev.loadtest.report.Reports;
import dev.loadtest.report.UnreadableReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The program: one attempt, whose end it leaves where its node looks for it. It is started again when it failed, and everything may be done twice:
 * the same files come to the same places.
 */
public final class StoreReport {
    /** Read by {@code sha256sum --check}. */
    static final String SUMS = "SHA256SUMS";

    private static final Path TERMINATION = Path.of("/dev/termination-log");

    private StoreReport() {}

    public static void main(String[] none) throws IOException {
        var end = attempt(System.getenv());
        Files.writeString(TERMINATION, end.toJson());
        System.out.println(
                end.isStored() ? "stored" : "%s: %s".formatted(end.reason().word(), end.message()));
        System.exit(end.isStored() ? 0 : 1);
    }

    static StoreEnd attempt(Map<String, String> environment) {
        try {
            return store(StoreOrder.of(environment), environment);
        } catch (StoreFailure e) {
            return StoreEnd.failed(e.reason(), e.getMessage());
        } catch (IOException | UnreadableReport e) {
            return StoreEnd.failed(StoreReason.FAILED, "the report cannot be read: " + e.getMessage());
        } catch (RuntimeException e) {
            e.printStackTrace(); // into the pod's log
            return StoreEnd.failed(StoreReason.FAILED, String.valueOf(e));
        }
    }

    private static StoreEnd store(StoreOrder order, Map<String, String> credentials) throws IOException {
        var files = files(Files.readAllBytes(order.report()));
        var raw = order.folder().map(path -> new Folder(path).raw()).orElseGet(java.util.TreeMap::new);
        var stored = new ArrayList<StoredFile>();
        for (var each : List.of(files, raw)) {
            for (var file : each.entrySet()) {
                stored.add(file.getValue().describe(file.getKey()));
            }
        }
        var sums = sums(stored);
        files.put(SUMS, sums);
        stored.add(files.size() - 1, sums.describe(SUMS));
        var failures = new ArrayList<StoreFailure>();
        order.folder()
                .ifPresent(path -> attempt(failures, () -> {
                    var folder = new Folder(path);
                    files.forEach(folder::write);
                }));
        order.bucket()
                .ifPresent(place -> attempt(failures, () -> {
                    try (var bucket = new Bucket(place, credentials)) {
                        files.forEach(bucket::put);
                        raw.forEach(bucket::put);
                    }
                }));
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
        return StoreEnd.stored(stored);
    }

    /** That one place fails is no reason to leave out the other. */
    private static void attempt(List<StoreFailure> failures, Runnable storing) {
        try {
            storing.run();
        } catch (StoreFailure e) {
            failures.add(e);
        }
    }

    private static Map<String, Content> files(byte[] packed) {
        var report = Reports.expand(packed);
        var files = new LinkedHashMap<String, Content>();
        for (var file : ReportFile.values()) {
            files.put(file.fileName(), new Content.Bytes(file.of(report), file.type()));
        }
        return files;
    }

    private static Content sums(List<StoredFile> files) {
        var text = new StringBuilder();
        files.forEach(file ->
                text.append(file.sha256()).append("  ").append(file.name()).append('\n'));
        return new Content.Bytes(text.toString().getBytes(StandardCharsets.UTF_8), "text/plain;charset=UTF-8");
    }
}
