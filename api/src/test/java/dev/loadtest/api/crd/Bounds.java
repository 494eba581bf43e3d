package dev.loadtest.api.crd;

import java.util.List;
import java.util.Set;

/** Numbers that fit the Java fields: one that does not could be stored, and no operator could read the resource any more. */
final class Bounds {

    // Long in Java; every other integer is an Integer.
    private static final Set<String> LONG = Set.of(
            "observedGeneration",
            "requests",
            "iterations",
            "checksPassed",
            "checksFailed",
            "samples",
            "size",
            "fsGroup");

    private Bounds() {}

    static void apply(Schema part) {
        part.all().filter(schema -> schema.isType("integer")).forEach(schema -> {
            var isLong = LONG.contains(schema.path().substring(schema.path().lastIndexOf('.') + 1));
            schema.node().put("format", isLong ? "int64" : "int32");
            for (var bound : List.of("minimum", "maximum")) {
                if (schema.node().has(bound)) {
                    schema.node().put(bound, schema.node().get(bound).asLong()); // the generator writes 1.0
                }
            }
            if (!isLong && !schema.node().has("maximum")) {
                schema.node().put("maximum", Integer.MAX_VALUE);
            }
        });
    }
}
