import dev.loadtest.k6.Harness;
import dev.loadtest.k6.HarnessSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes what runners mount: {@code java -cp CORE HarnessFiles.java FOLDER SCRIPT PARALLELISM}, with absolute paths. */
class HarnessFiles {
    public static void main(String[] words) throws IOException {
        var folder = Files.createDirectories(Path.of(words[0]));
        var tags = Map.of("loadtest", "bench", "run", "bench-1", "testid", "bench-1");
        var settings = new HarnessSettings(Integer.parseInt(words[2]), words[1], Map.of(), tags, "bench", false, false);
        for (var file : Harness.files(settings).entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
    }
}
