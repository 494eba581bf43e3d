package dev.loadtest.docs;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the project lies, also when this module is built alone. */
public final class ProjectRoot {

    private ProjectRoot() {}

    public static Path get() {
        var start = Path.of(System.getProperty("project.root", "")).toAbsolutePath();
        for (var folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("docs/decisions"))) {
                return folder;
            }
        }
        throw new IllegalStateException(start + " is not in the project: there is no docs/decisions/ above it");
    }
}
