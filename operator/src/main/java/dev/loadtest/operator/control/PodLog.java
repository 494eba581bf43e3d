package dev.loadtest.operator.control;

import dev.loadtest.operator.runner.RunnerPod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.AsyncBody;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Reads the log of a runner as lines, without a thread for each: a run may have hundreds. */
@ApplicationScoped
class PodLog {
    /** A line longer than this is noise: result lines have at most 4,000 bytes. */
    private static final int LONGEST_LINE = 64 * 1024;

    private final KubernetesClient client;

    PodLog(KubernetesClient client) {
        this.client = client;
    }

    /** Which part of a log to read. */
    enum Part {
        /** From shortly before its present end, until the container ends. */
        FOLLOW("follow=true&tailLines=400"),
        /** All of it, until the container ends. */
        ALL("follow=true"),
        /** Its first lines, as far as they are there. */
        BEGINNING("limitBytes=65536");

        private final String query;

        Part(String query) {
            this.query = query;
        }
    }

    /**
     * Reads on until the log's end.
     *
     * @param lines called for each line, never by two threads at once
     * @return the HTTP status once the stream has ended; it fails when the connection does; when it is cancelled, the stream is closed
     */
    CompletableFuture<Integer> read(String namespace, String pod, Part part, Consumer<String> lines) {
        var http = client.getHttpClient();
        var request = http.newHttpRequestBuilder()
                .uri("%sapi/v1/namespaces/%s/pods/%s/log?container=%s&%s"
                        .formatted(client.getMasterUrl(), namespace, pod, RunnerPod.CONTAINER, part.query))
                .forStreaming()
                .build();
        var splitter = new LineSplitter(lines);
        var opened = http.consumeBytes(request, splitter::consume);
        var ended = opened.thenCompose(response -> {
            response.body().consume();
            return response.body().done().thenApply(done -> {
                splitter.end();
                return response.code();
            });
        });
        ended.whenComplete((code, failure) -> {
            if (ended.isCancelled()) { // cancelling what is made of it would not reach it
                opened.cancel(true);
                opened.thenAccept(response -> response.body().cancel());
            }
        });
        return ended;
    }

    private static final class LineSplitter {
        private final Consumer<String> lines;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        LineSplitter(Consumer<String> lines) {
            this.lines = lines;
        }

        void consume(List<ByteBuffer> buffers, AsyncBody body) {
            for (var buffer : buffers) {
                while (buffer.hasRemaining()) {
                    var next = buffer.get();
                    if (next == '\n') {
                        end();
                    } else if (line.size() < LONGEST_LINE) {
                        line.write(next);
                    }
                }
            }
            body.consume();
        }

        void end() {
            if (line.size() > 0) {
                lines.accept(line.toString(StandardCharsets.UTF_8));
                line.reset();
            }
        }
    }
}
