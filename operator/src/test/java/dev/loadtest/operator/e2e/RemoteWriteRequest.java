package dev.loadtest.operator.e2e;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** What Prometheus' remote write takes: a protocol buffer in a snappy block. Written here, since k6 writes only what happens now. */
final class RemoteWriteRequest {
    private final ByteArrayOutputStream series = new ByteArrayOutputStream();

    /** One sample, 1, of a series. */
    RemoteWriteRequest with(Map<String, String> labels, Instant at) {
        var one = new ByteArrayOutputStream();
        new TreeMap<>(labels).forEach((name, value) -> {
            var label = new ByteArrayOutputStream();
            field(label, 1, name.getBytes(StandardCharsets.UTF_8));
            field(label, 2, value.getBytes(StandardCharsets.UTF_8));
            field(one, 1, label.toByteArray());
        });
        var sample = new ByteArrayOutputStream();
        sample.write(1 << 3 | 1); // the value, 8 bytes
        sample.writeBytes(ByteBuffer.allocate(Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(1)
                .array());
        sample.write(2 << 3); // the time, a varint
        varint(sample, at.toEpochMilli());
        field(one, 2, sample.toByteArray());
        field(series, 1, one.toByteArray());
        return this;
    }

    /** A single literal: a block of snappy need not be any smaller. */
    byte[] compressed() {
        var block = new ByteArrayOutputStream();
        varint(block, series.size());
        block.write(63 << 2); // a literal whose length follows in 4 bytes
        block.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(series.size() - 1)
                .array());
        block.writeBytes(series.toByteArray());
        return block.toByteArray();
    }

    private static void field(ByteArrayOutputStream message, int number, byte[] content) {
        message.write(number << 3 | 2);
        varint(message, content.length);
        message.writeBytes(content);
    }

    private static void varint(ByteArrayOutputStream message, long value) {
        var left = value;
        while (left > 0x7f) {
            message.write((int) (left & 0x7f | 0x80));
            left >>>= 7;
        }
        message.write((int) left);
    }
}
