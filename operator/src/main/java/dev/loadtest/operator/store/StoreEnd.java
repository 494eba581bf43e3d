package dev.loadtest.operator.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What came of one attempt. It is the program's last word to its node, from where the operator reads it in the pod's status, so it has to fit
 * into 4096 bytes.
 *
 * @param message what happened, without the next step; empty when all went well
 * @param files that were stored; empty when not all were
 * @param further how many more files of raw samples were stored: SHA256SUMS has all of them
 */
public record StoreEnd(StoreReason reason, String message, List<StoredFile> files, int further) {
    /** About 110 bytes each. */
    static final int MOST_FILES = 25;

    private static final int LONGEST_MESSAGE = 400;
    private static final ObjectMapper JSON = new ObjectMapper();

    static StoreEnd stored(List<StoredFile> files) {
        var named = files.subList(0, Math.min(MOST_FILES, files.size()));
        return new StoreEnd(StoreReason.STORED, "", List.copyOf(named), files.size() - named.size());
    }

    static StoreEnd failed(StoreReason reason, String message) {
        var words = message == null ? "" : message.strip();
        var brief = words.length() <= LONGEST_MESSAGE ? words : words.substring(0, LONGEST_MESSAGE - 1) + "…";
        return new StoreEnd(reason, brief, List.of(), 0);
    }

    public boolean isStored() {
        return reason == StoreReason.STORED;
    }

    /** As it is written. */
    public String toJson() {
        var json = JSON.createObjectNode().put("reason", reason.word()).put("message", message);
        if (isStored()) {
            var list = json.putArray("files");
            files.forEach(
                    file -> list.addArray().add(file.name()).add(file.size()).add(file.sha256()));
            json.put("further", further);
        }
        return json.toString();
    }

    /** Empty when it is nothing that this program has written: it was killed before it could. */
    public static Optional<StoreEnd> of(String termination) {
        try {
            var json = JSON.readTree(termination == null ? "" : termination);
            return StoreReason.ofWord(json.path("reason").asText())
                    .map(reason -> new StoreEnd(
                            reason,
                            json.path("message").asText(),
                            files(json.path("files")),
                            json.path("further").asInt()));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static List<StoredFile> files(JsonNode list) {
        var files = new ArrayList<StoredFile>();
        list.forEach(file -> files.add(new StoredFile(
                file.path(0).asText(), file.path(1).asLong(), file.path(2).asText())));
        return List.copyOf(files);
    }
}
