package dev.loadtest.operator.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page about labels, annotations and events has each one that the code writes, and no other. */
class MetadataPageTest {
    private static final Path ROOT = Path.of(System.getProperty("project.root"));
    private static final Pattern OURS = Pattern.compile("loadtest\\.dev/[a-z][a-z0-9-]*[a-z0-9](?=[\"`=])");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Z][A-Za-z]+)` \\|");

    @Test
    void hasEachLabelAnnotationAndFinalizer() throws IOException {
        assertThat(found(OURS, page())).isEqualTo(found(OURS, sources().replace("loadtest.dev/v1alpha1\"", "")));
    }

    @Test
    void hasNoEventThatIsNotTold() throws IOException {
        var sources = sources();

        assertThat(found(ROW, page())).isNotEmpty().allSatisfy(event -> assertThat(sources)
                .contains("\"" + event + "\""));
    }

    private static String page() throws IOException {
        return Files.readString(ROOT.resolve("docs/reference/metadata.md"));
    }

    private static String sources() throws IOException {
        var all = new StringBuilder();
        try (var files = Files.walk(ROOT.resolve("operator/src/main/java"))) {
            for (var file :
                    files.filter(one -> one.toString().endsWith(".java")).toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    private static TreeSet<String> found(Pattern pattern, String text) {
        var found = new TreeSet<String>();
        var matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(matcher.groupCount()));
        }
        return found;
    }
}
