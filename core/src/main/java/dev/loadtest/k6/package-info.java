/**
 * k6 as seen from outside: the harness that wraps a script, the lines it prints, exit codes, thresholds, flags. Plain Java:
 * no Kubernetes, no Quarkus. The doors are {@code Harness} on the way in and
 * {@code ResultReader} on the way out.
 */
package dev.loadtest.k6;
