/**
 * The program of the Job that brings a report's files to a volume or a bucket. It runs in the operator's image, in the namespace of the run, with the
 * user's credentials, and knows neither Kubernetes nor Quarkus. The doors are {@link dev.loadtest.operator.store.StoreOrder}, which tells it what to
 * do, and {@link dev.loadtest.operator.store.StoreEnd}, in which it says what came of it.
 */
package dev.loadtest.operator.store;
