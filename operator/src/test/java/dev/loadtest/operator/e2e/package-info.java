/**
 * The whole product: real pods, real k6, the operator as it is shipped. Each test is a user's story, told with what a user can see.
 * Needs the stack of {@code testbed/stack up}.
 */
package dev.loadtest.operator.e2e;
