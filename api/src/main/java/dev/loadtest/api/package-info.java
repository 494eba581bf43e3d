/**
 * The resources as programs see them: records that carry what stands in the YAML, with the rules that the API server checks. The
 * doors are {@link LoadTest} and {@link LoadTestRun}. Nothing here decides anything or talks to a cluster. What is absent is null.
 */
package dev.loadtest.api;
