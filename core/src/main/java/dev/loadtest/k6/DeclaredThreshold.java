package dev.loadtest.k6;

/**
 * One threshold as it was declared.
 *
 * @param expression the expression as written, such as {@code p(95)<500}
 * @param source where it was declared
 * @param abortOnFail whether the script asks k6 to stop the test when it breaks
 */
public record DeclaredThreshold(String expression, Source source, boolean abortOnFail) {

    /** Where a threshold was declared. */
    public enum Source {
        /** In the script's own options. */
        SCRIPT,
        /** In {@code spec.thresholds}. */
        RESOURCE
    }
}
