package dev.loadtest.api.crd;

import java.nio.file.Path;

/** Where the project lies; the build says it. */
final class ProjectFiles {

    private ProjectFiles() {}

    static Path root() {
        return Path.of(System.getProperty("project.root", ".."));
    }
}
