package dev.loadtest.operator.web;

import java.util.Optional;

/** Somebody who looks at the pages. */
interface Viewer {
    /** Whether the runs of this namespace may be shown to them. */
    boolean sees(String namespace);

    /** Who is it? */
    interface Door {
        /**
         * @param authorization the header of the request, if it has one
         * @return empty if it proves nothing
         */
        Optional<Viewer> open(Optional<String> authorization);
    }
}
