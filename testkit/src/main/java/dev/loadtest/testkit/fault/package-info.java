/**
 * What goes wrong in a real cluster, done on purpose. {@link OperatorProcess} kills and pauses the operator; {@link FaultInjector} stands
 * between it and the API server and does to single requests what a {@link Fault} says. Nothing here knows what the requests are for.
 */
package dev.loadtest.testkit.fault;
