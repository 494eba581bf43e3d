package dev.loadtest.operator.control;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;
import org.apache.commons.codec.digest.DigestUtils;

/** Lines as the harness and k6 print them. */
final class PrintedLines {
    static final String NONCE = "0123456789abcdef";

    private PrintedLines() {}

    /** The result of a runner that has measured nothing worth telling. */
    static String result() {
        return result(NONCE);
    }

    static String result(String nonce) {
        var json =
                "{\"version\":1,\"runner\":0,\"durationMs\":1000,\"grid\":[],\"coarse\":[],\"declared\":{},\"metrics\":{},\"held\":{},\"checks\":[],\"setup\":false,\"teardown\":false}";
        var base64 = Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
        var whole = base64 + "." + DigestUtils.sha256Hex(base64);
        return "LOADTEST-RESULT %s 1/1 %s %s".formatted(nonce, checksum(whole), whole);
    }

    static String plan(int plannedMillis, int longestMillis) {
        return plan(plannedMillis, longestMillis, true);
    }

    /** @param setup whether the script has a setup() */
    static String plan(int plannedMillis, int longestMillis, boolean setup) {
        var json =
                "{\"planned\":%d,\"longest\":%d,\"setupTimeout\":60000,\"teardownTimeout\":60000,\"arrivalMaxVUs\":0,\"aborts\":[],\"setup\":%b}"
                        .formatted(plannedMillis, longestMillis, setup);
        return "time=\"2026-08-01T12:00:00Z\" level=info msg=\"LOADTEST-PLAN %s %s\" source=console"
                .formatted(NONCE, Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8)));
    }

    static String error(String message) {
        return "time=\"2026-08-01T12:00:00Z\" level=error msg=\"%s\"".formatted(message);
    }

    private static String checksum(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return "%08x".formatted(crc.getValue());
    }
}
