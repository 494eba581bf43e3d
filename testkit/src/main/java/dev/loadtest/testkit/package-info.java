/**
 * What the tests of several modules share. The doors are {@link TestCluster} and {@link TestNamespace}; what goes wrong on purpose
 * is in {@code fault}, runners without k6 are in {@code runner}. Nothing here knows how the
 * operator works.
 */
package dev.loadtest.testkit;
