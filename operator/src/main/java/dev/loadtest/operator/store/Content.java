package dev.loadtest.operator.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HexFormat;
import org.apache.commons.codec.digest.DigestUtils;

/** What is in a file: bytes at hand, or a file that may be too large for that. */
sealed interface Content {
    /** Its media type. */
    String type();

    /** To be closed by whoever asks. */
    InputStream open() throws IOException;

    record Bytes(byte[] bytes, String type) implements Content {
        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes);
        }
    }

    record OnDisk(Path path, String type) implements Content {
        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(path);
        }
    }

    /** Reads all of it. */
    default StoredFile describe(String name) throws IOException {
        var digest = DigestUtils.getSha256Digest();
        try (var reading = new DigestInputStream(open(), digest)) {
            var size = reading.transferTo(java.io.OutputStream.nullOutputStream());
            return new StoredFile(name, size, HexFormat.of().formatHex(digest.digest()));
        }
    }
}
