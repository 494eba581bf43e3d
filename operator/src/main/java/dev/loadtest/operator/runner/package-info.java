/**
 * The objects that a run is made of: the script's snapshot, the harness, the Job and its pods. Pure functions from a run to an
 * object; what reaches the cluster is in the golden folders of the tests. May not know how a run is going.
 */
package dev.loadtest.operator.runner;
