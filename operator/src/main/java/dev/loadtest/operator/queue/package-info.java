/**
 * Which run's turn it is: locks that runs share, the limit of runners that go at a time, and the order among those that wait. The door is
 * {@link RunQueue}. It knows runs as they stand in the cache, and nothing of Jobs or pods.
 */
package dev.loadtest.operator.queue;
