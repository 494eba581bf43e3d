package dev.loadtest.report;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** A report as it is kept: its JSON, packed, and small enough that a cluster can keep many. */
final class StoredReport {
    static final int LARGEST = 48 * 1024;

    /** What a report can come to; more is no report, but an attempt to fill the memory. */
    private static final int LARGEST_UNPACKED = 16 * 1024 * 1024;

    private StoredReport() {}

    static byte[] pack(Report report) {
        return packed(Cut.until(report, fitting -> packed(fitting).length <= LARGEST));
    }

    static Report unpack(byte[] stored) {
        try (var unpacking = new GZIPInputStream(new ByteArrayInputStream(stored))) {
            var json = unpacking.readNBytes(LARGEST_UNPACKED + 1);
            if (json.length > LARGEST_UNPACKED) {
                throw new UnreadableReport(
                        "The stored report is larger than %d bytes when it is unpacked".formatted(LARGEST_UNPACKED),
                        null);
            }
            return ReportJson.read(json);
        } catch (IOException e) {
            throw new UnreadableReport("The stored report is damaged: " + e.getMessage(), e);
        }
    }

    private static byte[] packed(Report report) {
        var packed = new ByteArrayOutputStream();
        try (var packing = new Smallest(packed)) {
            packing.write(ReportJson.write(report));
        } catch (IOException e) {
            throw new IllegalStateException("nothing but memory is written to", e);
        }
        return packed.toByteArray();
    }

    private static final class Smallest extends GZIPOutputStream {
        Smallest(ByteArrayOutputStream to) throws IOException {
            super(to);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
