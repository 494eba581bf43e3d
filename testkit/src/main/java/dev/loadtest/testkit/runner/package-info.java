/**
 * Runners without k6: one process that is a node, and answers as every pod on it would. The door is {@link RunnerSimulator}; what a runner does is
 * a {@link RunnerScript}.
 */
package dev.loadtest.testkit.runner;
