package dev.loadtest.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.verdict.Reason;
import dev.loadtest.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/reference/reasons.md} says what the enums say; {@code -Dgenerate=true} writes it. */
class ReasonsPageTest {

    private static final String HEAD = """
            <!-- Generated from Verdict.java and Reason.java in core/: make generate -->
            # Every verdict and reason

            `status.verdict` says what came of a run, `status.reason` why, as a word for programs, and `status.message` the same for people.
            While a run is still going, `status.reason` names what it waits for, if there is such a thing. How a run comes to its verdict is
            told in [verdicts.md](../verdicts.md).
            """;
    private static final Pattern CONSTANT = Pattern.compile("/\\*\\* ([^/]*?) \\*/\\s+([A-Z0-9_]+)\\(");

    @Test
    void isWhatTheEnumsSay() throws IOException {
        var page = new StringBuilder(HEAD);
        var verdicts = meanings(Verdict.class);
        var reasons = meanings(Reason.class);
        for (var verdict : Verdict.values()) {
            page.append("\n## %s\n\n%s\n\n| reason | meaning |\n|---|---|\n"
                    .formatted(verdict.word(), verdicts.get(verdict.name())));
            for (var reason : Reason.values()) {
                if (reason.verdict() == verdict) {
                    page.append("| `%s` | %s |\n".formatted(reason.word(), reasons.get(reason.name())));
                }
            }
        }
        var file = ProjectRoot.get().resolve("docs/reference/reasons.md");
        if (Boolean.getBoolean("generate")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, page);
        }
        assertThat(file).as("run: make generate").hasContent(page.toString());
        assertThat(page.toString()).as("a constant without a comment").doesNotContain("null");
    }

    /** A constant's comment, which is not there at run time. */
    private static Map<String, String> meanings(Class<? extends Enum<?>> type) throws IOException {
        var source = ProjectRoot.get()
                .resolve("core/src/main/java")
                .resolve(type.getName().replace('.', '/') + ".java");
        var meanings = new LinkedHashMap<String, String>();
        var constants = CONSTANT.matcher(Files.readString(source));
        while (constants.find()) {
            meanings.put(
                    constants.group(2),
                    constants.group(1).replaceAll("\\{@code ([^}]*)}", "`$1`").replaceAll("\\s*\\n\\s*\\*\\s*", " "));
        }
        return meanings;
    }
}
