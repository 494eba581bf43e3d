/**
 * Talks to the runners while they live: k6's REST API on the pod's address, and the pod's log. Everything here is asynchronous and
 * forgets everything when the operator stops; what it knew is seen again. The door is {@link
 * dev.loadtest.operator.control.RunnerControl}. May not decide anything.
 */
package dev.loadtest.operator.control;
