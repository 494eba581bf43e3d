package dev.loadtest.operator.control;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.loadtest.k6.Harness;
import dev.loadtest.k6.HarnessSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One runner of two: a k6 process on an address of the loopback, started as its container would be. Its log is a file. */
final class RealK6 implements AutoCloseable {
    private final String address;
    private final Path log;
    private final Process process;

    private RealK6(String address, Path log, Process process) {
        this.address = address;
        this.log = log;
        this.process = process;
    }

    /** Skips the test when there is no k6. */
    static RealK6 start(Path folder, String script, int index, String address, int port) {
        try {
            var test = Files.writeString(Files.createDirectories(folder).resolve("script.js"), script);
            var settings = new HarnessSettings(2, test.toString(), Map.of(), Map.of(), PrintedLines.NONCE, false, true);
            for (var file : Harness.files(settings).entrySet()) {
                Files.writeString(folder.resolve(file.getKey()), file.getValue());
            }
            var log = folder.resolve("log");
            var builder = new ProcessBuilder(List.of(
                            binary(),
                            "run",
                            "--quiet",
                            "--paused",
                            "--no-setup",
                            "--no-teardown",
                            "--address",
                            address + ":" + port,
                            folder.resolve(Harness.ENTRY).toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().keySet().removeIf(variable -> variable.startsWith("K6_"));
            builder.environment()
                    .putAll(Map.of("K6_NO_USAGE_REPORT", "true", "JOB_COMPLETION_INDEX", String.valueOf(index)));
            return new RealK6(address, log, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int freePort() {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress("127.0.0.1", 0));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RunnerPodState pod(int index) {
        return new RunnerPodState(
                index, "shop", log.toString(), "uid-" + index, Optional.of(address), true, !process.isAlive());
    }

    String address() {
        return address;
    }

    String log() {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static String binary() {
        var found = Stream.of(System.getProperty("K6_BINARY"), System.getenv("K6_BINARY"))
                .flatMap(Stream::ofNullable)
                .findFirst()
                .or(RealK6::ofTheTestbed);
        assumeTrue(found.isPresent(), "needs k6: set K6_BINARY, or have testbed/cluster binary k6 build it");
        return found.orElseThrow();
    }

    private static Optional<String> ofTheTestbed() {
        var cluster = Path.of(System.getProperty("project.root"), "testbed/cluster");
        try {
            var process = new ProcessBuilder(cluster.toString(), "binary", "k6")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var path = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return Optional.of(path).filter(known -> Files.isExecutable(Path.of(known)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
