package dev.loadtest.operator.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules that Prometheus is given. */
class RulesTest {
    private static final Path RULES = Shipped.folder("rules/loadtest.rules.yml");
    private static final String PAGES = "https://github.com/loadtest-dev/loadtest-operator/blob/main/";

    static List<JsonNode> alerts() {
        return StreamSupport.stream(
                        Shipped.parse(Shipped.read(RULES))
                                .get(0)
                                .at("/groups/0/rules")
                                .spliterator(),
                        false)
                .filter(rule -> rule.has("alert"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void anAlertSaysWhatToDo(JsonNode alert) throws IOException {
        var name = alert.path("alert").asText();
        assertThat(alert.at("/labels/severity").asText()).isIn("info", "warning", "critical");
        assertThat(alert.at("/annotations/summary").asText()).isNotBlank();
        assertThat(alert.at("/annotations/description").asText()).isNotBlank();

        var page = alert.at("/annotations/runbook_url").asText();
        assertThat(page).isEqualTo(PAGES + "docs/runbooks/" + name + ".md");
        var text = Files.readString(Shipped.folder(page.substring(PAGES.length())));
        assertThat(text).startsWith("# " + name + "\n").contains("**Means.**", "**See.**", "**Do.**");
        assertThat(Files.readString(Shipped.folder("docs/runbooks/README.md")))
                .contains("| [%s](%s.md) | %s |"
                        .formatted(name, name, alert.at("/labels/severity").asText()));
    }

    @Test
    void everyPageIsOfAnAlert() {
        assertThat(Shipped.filesIn(Shipped.folder("docs/runbooks"), ".md"))
                .extracting(page -> page.getFileName().toString().replace(".md", ""))
                .filteredOn(page -> !page.equals("README"))
                .containsExactlyInAnyOrderElementsOf(alerts().stream()
                        .map(alert -> alert.path("alert").asText())
                        .toList());
    }

    @Test
    void promtoolTakesThem() throws IOException, InterruptedException {
        promtool("check", "rules", "--lint=all", "--lint-fatal", RULES.toString());
    }

    /** Times, labels and texts of the alerts on made-up series. */
    @Test
    void theyDoWhatTheirTestsSay() throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of("test", "rules"));
        tests().forEach(file -> arguments.add(file.toString()));

        promtool(arguments.toArray(String[]::new));
    }

    /** An alert that nobody tried is none. */
    @Test
    void everyAlertHasATest() {
        var tests = tests().stream().map(Shipped::read).collect(Collectors.joining());

        assertThat(alerts()).allSatisfy(alert -> assertThat(tests)
                .containsPattern("alertname(: |=\")" + alert.path("alert").asText() + "\\b"));
    }

    private static List<Path> tests() {
        return Shipped.filesIn(Shipped.folder("rules/tests"), ".yml");
    }

    /** Skips the test where there is no Go to build it with. */
    private static void promtool(String... arguments) throws IOException, InterruptedException {
        var path = said(new ProcessBuilder(Shipped.folder("testbed/cluster").toString(), "binary", "promtool")
                .redirectError(ProcessBuilder.Redirect.DISCARD));
        assumeTrue(path.isDone(), "needs promtool, which testbed/cluster builds with Go; skipped without");
        var command = new ArrayList<>(List.of(path.text().strip()));
        command.addAll(List.of(arguments));

        var said = said(new ProcessBuilder(command).redirectErrorStream(true));

        assertThat(said.isDone()).as(said.text()).isTrue();
    }

    private record Said(boolean isDone, String text) {}

    private static Said said(ProcessBuilder command) throws IOException, InterruptedException {
        var process = command.start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(10, TimeUnit.MINUTES) && process.exitValue() == 0, text);
    }
}
