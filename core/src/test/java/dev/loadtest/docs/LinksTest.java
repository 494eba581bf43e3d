package dev.loadtest.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each link within the project's documents leads to a file that exists, and to a heading in it. */
class LinksTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
    private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```$|`[^`\\n]+`");

    @Test
    void leadSomewhere() throws IOException {
        var broken = new ArrayList<String>();
        for (var document : documents()) {
            var links = LINK.matcher(CODE.matcher(Files.readString(document)).replaceAll("code"));
            while (links.find()) {
                if (!links.group(1).matches("[a-z]+:.*") && !exists(document, links.group(1))) {
                    broken.add("%s: %s".formatted(ProjectRoot.get().relativize(document), links.group(1)));
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    private static boolean exists(Path document, String link) throws IOException {
        var parts = link.split("#", 2);
        var file = parts[0].isEmpty()
                ? document
                : document.getParent().resolve(parts[0]).normalize();
        return Files.exists(file)
                && (parts.length == 1
                        || Files.isRegularFile(file) && anchors(file).contains(parts[1]));
    }

    /** As they are made on the web: lower case, without punctuation, with a hyphen for each space. */
    private static List<String> anchors(Path file) throws IOException {
        var text = CODE.matcher(Files.readString(file))
                .replaceAll(code ->
                        code.group().startsWith("```") ? "" : java.util.regex.Matcher.quoteReplacement(code.group()));
        return HEADING.matcher(text)
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    private static List<Path> documents() throws IOException {
        var root = ProjectRoot.get();
        var found = new ArrayList<Path>();
        try (Stream<Path> top = Files.list(root)) {
            found.addAll(top.filter(LinksTest::isDocument).collect(Collectors.toList()));
        }
        for (var folder : List.of("docs", "examples", "k6", "k8s", "helm", "testbed", "bench")) {
            if (Files.isDirectory(root.resolve(folder))) {
                try (Stream<Path> files = Files.walk(root.resolve(folder))) {
                    files.filter(LinksTest::isDocument).forEach(found::add);
                }
            }
        }
        return found;
    }

    private static boolean isDocument(Path path) {
        return path.toString().endsWith(".md") && Files.isRegularFile(path);
    }
}
