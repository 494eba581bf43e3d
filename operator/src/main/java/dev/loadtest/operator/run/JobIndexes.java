package dev.loadtest.operator.run;

import java.util.HashSet;
import java.util.Set;

/** The way in which a Job's status writes sets of indexes, such as {@code 0,3-5}. */
final class JobIndexes {
    private JobIndexes() {}

    /** The union of these sets; an absent one is empty. */
    static Set<Integer> parse(String... written) {
        var indexes = new HashSet<Integer>();
        for (var set : written) {
            for (var range : set == null || set.isEmpty() ? new String[0] : set.split(",")) {
                var ends = range.split("-");
                var last = Integer.parseInt(ends[ends.length - 1]);
                for (int index = Integer.parseInt(ends[0]); index <= last; index++) {
                    indexes.add(index);
                }
            }
        }
        return indexes;
    }
}
