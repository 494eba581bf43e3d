/**
 * What load is put on: whether it is ready to be tested, and whether it stayed what it was. Workloads are read by name, never listed or watched;
 * the probe is asked without a thread that waits. The door is {@link Targets}.
 */
package dev.loadtest.operator.target;
