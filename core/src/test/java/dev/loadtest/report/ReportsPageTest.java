package dev.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.docs.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The page on reports lists what is dropped, in the order in which it is. */
class ReportsPageTest {
    @Test
    void listsWhatIsDroppedInItsOrder() throws IOException {
        var cuts = Cut.inOrder();
        var list = IntStream.range(0, cuts.size())
                .mapToObj(at -> "%d. %s\n".formatted(at + 1, cuts.get(at)))
                .toList();

        assertThat(Files.readString(ProjectRoot.get().resolve("docs/reports.md")))
                .contains(String.join("", list));
    }
}
