package dev.loadtest.operator.store;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be stored where. It reaches the program as variables of its environment.
 *
 * @param report the packed report
 * @param folder where the files are written to, and where raw samples may lie already
 * @param bucket where they are put
 */
public record StoreOrder(Path report, Optional<Path> folder, Optional<Place> bucket) {
    /** The variables of the credentials, which come from the user's Secret. */
    public static final String ACCESS_KEY_ID = "AWS_ACCESS_KEY_ID";

    public static final String SECRET_ACCESS_KEY = "AWS_SECRET_ACCESS_KEY";
    /** The one that may be missing. */
    public static final String SESSION_TOKEN = "AWS_SESSION_TOKEN";

    private static final String REPORT = "STORE_REPORT";
    private static final String FOLDER = "STORE_FOLDER";
    private static final String ENDPOINT = "STORE_S3_ENDPOINT";
    private static final String BUCKET = "STORE_S3_BUCKET";
    private static final String KEYS = "STORE_S3_KEYS";
    private static final String REGION = "STORE_S3_REGION";
    private static final String PATH_STYLE = "STORE_S3_PATH_STYLE";
    private static final String AUTHORITIES = "STORE_S3_AUTHORITIES";

    /**
     * Objects in a bucket.
     *
     * @param keys what their keys begin with, with a slash at its end
     * @param pathStyle whether the bucket stands in the path, and not in the name of the host
     * @param authorities a file with the certificates that the store's is checked against; empty: those of the runtime
     */
    public record Place(
            String endpoint,
            String bucket,
            String keys,
            String region,
            boolean pathStyle,
            Optional<Path> authorities) {}

    /** In the order in which they stand in the pod. */
    public Map<String, String> variables() {
        var variables = new LinkedHashMap<String, String>();
        variables.put(REPORT, report.toString());
        folder.ifPresent(path -> variables.put(FOLDER, path.toString()));
        bucket.ifPresent(place -> {
            variables.put(ENDPOINT, place.endpoint());
            variables.put(BUCKET, place.bucket());
            variables.put(KEYS, place.keys());
            variables.put(REGION, place.region());
            variables.put(PATH_STYLE, String.valueOf(place.pathStyle()));
            place.authorities().ifPresent(file -> variables.put(AUTHORITIES, file.toString()));
        });
        return variables;
    }

    /** The other way round. */
    public static StoreOrder of(Map<String, String> variables) {
        return new StoreOrder(
                Path.of(variables.get(REPORT)),
                Optional.ofNullable(variables.get(FOLDER)).map(Path::of),
                Optional.ofNullable(variables.get(ENDPOINT))
                        .map(endpoint -> new Place(
                                endpoint,
                                variables.get(BUCKET),
                                variables.get(KEYS),
                                variables.get(REGION),
                                Boolean.parseBoolean(variables.get(PATH_STYLE)),
                                Optional.ofNullable(variables.get(AUTHORITIES)).map(Path::of))));
    }
}
