package dev.loadtest.api.crd;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the project lies, also when this module is built alone. */
final class ProjectFiles {

    private ProjectFiles() {}

    static Path root() {
        var start = Path.of(System.getProperty("project.root", "")).toAbsolutePath();
        for (var folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("crds"))) {
                return folder;
            }
        }
        throw new IllegalStateException(start + " is not in the project: there is no crds/ above it");
    }
}
