package dev.loadtest.operator.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The run's folder in a volume. A file has its name only when all of it is there. */
final class Folder {
    /** What runners write their samples to. */
    private static final String RAW = "output-*.json.gz";

    private final Path path;

    Folder(Path path) {
        this.path = path;
    }

    void write(String name, Content content) {
        var part = path.resolve("." + name + ".part");
        try {
            writeWhole(part, content);
            Files.move(part, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StoreFailure(reason(e), "%s cannot be written: %s".formatted(name, words(e)), e);
        } finally {
            remove(part);
        }
    }

    /** What runners have left here, by name. */
    SortedMap<String, Content> raw() {
        var found = new TreeMap<String, Content>();
        try (var files = Files.newDirectoryStream(path, RAW)) {
            files.forEach(
                    file -> found.put(file.getFileName().toString(), new Content.OnDisk(file, "application/gzip")));
            return found;
        } catch (IOException e) {
            throw new StoreFailure(reason(e), "the folder cannot be read: " + words(e), e);
        }
    }

    private static void writeWhole(Path part, Content content) throws IOException {
        try (var out = Files.newOutputStream(part);
                var in = content.open()) {
            in.transferTo(out);
        }
        try (var written = FileChannel.open(part, StandardOpenOption.WRITE)) {
            written.force(true); // a file system may say only now that it has no room
        }
    }

    private static void remove(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            // what was to be said has been said
        }
    }

    static StoreReason reason(IOException e) {
        var words = words(e).toLowerCase(Locale.ROOT);
        if (Stream.of("no space left", "quota exceeded", "file too large").anyMatch(words::contains)) {
            return StoreReason.DISK_FULL;
        }
        return e instanceof AccessDeniedException
                        || List.of("permission denied", "read-only file system", "operation not permitted").stream()
                                .anyMatch(words::contains)
                ? StoreReason.NOT_WRITABLE
                : StoreReason.WRITE_FAILED;
    }

    private static String words(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "Permission denied";
        }
        return e instanceof FileSystemException known && known.getReason() != null
                ? known.getReason()
                : String.valueOf(e.getMessage());
    }
}
