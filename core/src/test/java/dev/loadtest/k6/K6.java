package dev.loadtest.k6;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A real k6 on this machine: of K6_BINARY (system property or variable), else the one that testbed/cluster builds. */
final class K6 {
    private static final String BINARY = "K6_BINARY";
    private static Optional<String> binary = Optional.empty();

    private final Path folder;
    private final List<String> arguments = new ArrayList<>();
    private final Map<String, String> variables = new HashMap<>();

    private K6(Path folder) {
        this.folder = folder;
    }

    /** What k6 did. The log is both streams in one, as people see it; the result lines are in it. */
    record Outcome(int exitCode, List<String> log, ResultReader reader) {
        RunnerResult result() {
            return reader.result().orElseThrow(() -> new AssertionError("no result in\n" + String.join("\n", log)));
        }

        String text() {
            return String.join("\n", log);
        }
    }

    /** Skips the test when there is no k6. */
    static K6 in(Path folder) {
        binary();
        return new K6(folder);
    }

    static synchronized String binary() {
        if (binary.isEmpty()) {
            binary = find();
        }
        assumeTrue(
                binary.isPresent(),
                "needs k6: set K6_BINARY to one, or have testbed/cluster binary k6 build it; skipped without");
        return binary.orElseThrow();
    }

    private static Optional<String> find() {
        var given =
                Optional.ofNullable(System.getProperty(BINARY)).or(() -> Optional.ofNullable(System.getenv(BINARY)));
        if (given.isPresent()) {
            return given;
        }
        var root = Path.of(System.getProperty("project.root", ".."))
                .toAbsolutePath()
                .normalize();
        for (Path folder = root; folder != null; folder = folder.getParent()) {
            var cluster = folder.resolve("testbed/cluster");
            if (Files.isExecutable(cluster)) {
                return built(cluster);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> built(Path cluster) {
        try {
            var process = new ProcessBuilder(cluster.toString(), "binary", "k6")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var path = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return finished(process, 600) == 0 && Files.isExecutable(Path.of(path))
                    ? Optional.of(path)
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    K6 with(String... more) {
        arguments.addAll(List.of(more));
        return this;
    }

    K6 variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    /** Writes a file beside the script. */
    K6 file(String name, String content) {
        write(folder.resolve("test").resolve(name), content);
        return this;
    }

    /** Runs the script as it is. */
    Outcome plain(String name) {
        return run(folder.resolve("test").resolve(name).toString(), "");
    }

    /** Runs the script as one runner of a run. */
    Outcome harnessed(String name, int runner, int parallelism, Map<String, List<String>> thresholds) {
        return harnessed(name, runner, parallelism, thresholds, Optional.empty());
    }

    /** The same with a file in the place of /dev/termination-log. */
    Outcome harnessed(
            String name,
            int runner,
            int parallelism,
            Map<String, List<String>> thresholds,
            Optional<Path> terminationLog) {
        var settings = settings(name, parallelism, thresholds, terminationLog.isPresent(), false);
        Harness.files(settings)
                .forEach((file, content) -> write(
                        folder.resolve("loadtest").resolve(file),
                        terminationLog
                                .map(path -> content.replace("/dev/termination-log", path.toString()))
                                .orElse(content)));
        variables.put("JOB_COMPLETION_INDEX", String.valueOf(runner));
        return run(folder.resolve("loadtest").resolve(Harness.ENTRY).toString(), settings.nonce());
    }

    /** Runs the script as the only runner of a run. */
    Outcome harnessed(String name) {
        return harnessed(name, 0, 1, Map.of());
    }

    /** Starts the script as one runner of a run that has setup() run once, and waits until k6 waits. */
    PausedK6 paused(String name, int runner, int parallelism, Map<String, List<String>> thresholds) {
        var settings = settings(name, parallelism, thresholds, false, true);
        var loadtest = folder.resolve("loadtest-" + runner);
        Harness.files(settings).forEach((file, content) -> write(loadtest.resolve(file), content));
        K6Flags.ownVariables().forEach(variables::put);
        variables.put("JOB_COMPLETION_INDEX", String.valueOf(runner));
        var port = PausedK6.freePort();
        var before = List.copyOf(arguments);
        with("--paused", "--no-setup", "--no-teardown", "--address", "localhost:" + port);
        try {
            return new PausedK6(start(loadtest.resolve(Harness.ENTRY).toString()), port, settings.nonce());
        } finally {
            arguments.retainAll(before);
        }
    }

    /** Runs teardown() of the script, with that file in the place of {@link Harness#SETUP_DATA}. */
    Outcome tornDown(String name, Path data) {
        var settings = settings(name, 2, Map.of("http_reqs", List.of("count>0")), false, true);
        Harness.files(settings)
                .forEach((file, content) -> write(
                        folder.resolve("loadtest").resolve(file),
                        content.replace(Harness.SETUP_DATA, data.toString())));
        return run(folder.resolve("loadtest").resolve(Harness.TEARDOWN_ENTRY).toString(), settings.nonce());
    }

    private HarnessSettings settings(
            String name,
            int parallelism,
            Map<String, List<String>> thresholds,
            boolean terminationLog,
            boolean setupOnce) {
        var script = folder.resolve("test").resolve(name).toString();
        return new HarnessSettings(
                parallelism, script, thresholds, Map.of("run", "r1"), "n0nce", terminationLog, setupOnce);
    }

    private Outcome run(String main, String nonce) {
        return ended(start(main), nonce);
    }

    private Process start(String main) {
        var command = new ArrayList<>(List.of(binary(), "run", "--quiet"));
        command.addAll(arguments);
        command.add(main);
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(variable -> variable.startsWith("K6_"));
        builder.environment().putAll(Map.of("K6_NO_USAGE_REPORT", "true", "K6_AUTO_EXTENSION_RESOLUTION", "false"));
        builder.environment().putAll(variables);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Outcome ended(Process process, String nonce) {
        try {
            var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var log = text.lines().toList();
            var reader = new ResultReader(nonce);
            log.forEach(reader::accept);
            return new Outcome(finished(process, 30), log, reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int finished(Process process, int seconds) {
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running after %d s".formatted(seconds));
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static void write(Path file, String content) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
