package dev.loadtest.operator.control;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Logs whose streams the test holds in its hands. */
final class FakePodLog extends PodLog {
    /** One stream that was opened. */
    record Stream(String pod, Part part, Consumer<String> lines, CompletableFuture<Integer> end) {
        Stream prints(String... printed) {
            if (!end.isDone()) {
                heard();
            }
            for (var line : printed) {
                lines.accept(line);
            }
            return this;
        }

        void ends() {
            heard().complete(200);
        }

        void isRefusedWith(int status) {
            heard().complete(status);
        }

        void breaks() {
            heard().completeExceptionally(new IOException("connection reset"));
        }

        /** Whoever opened it may not be listening yet; then its end would be told by the wrong thread, and later. */
        private CompletableFuture<Integer> heard() {
            Waiting.await().until(() -> end.getNumberOfDependents() > 0);
            return end;
        }
    }

    private final List<Stream> opened = new CopyOnWriteArrayList<>();

    FakePodLog() {
        super(null);
    }

    @Override
    CompletableFuture<Integer> read(String namespace, String pod, Part part, Consumer<String> lines) {
        var stream = new Stream(pod, part, lines, new CompletableFuture<>());
        opened.add(stream);
        return stream.end();
    }

    /** All streams that were ever opened, in this order. */
    List<Stream> opened() {
        return new ArrayList<>(opened);
    }

    List<Part> parts() {
        return opened.stream().map(Stream::part).toList();
    }

    /** Waits until there is one: what a test sees before may be told before it is opened. */
    Stream last() {
        Waiting.await().until(() -> !opened.isEmpty());
        return opened.get(opened.size() - 1);
    }
}
