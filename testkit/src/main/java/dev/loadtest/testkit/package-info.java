/**
 * What the tests of several modules share. The doors are {@link TestCluster} and {@link TestNamespace}. Nothing here knows how the
 * operator works.
 */
package dev.loadtest.testkit;
