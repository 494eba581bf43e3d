/**
 * Calls to addresses that users name. What nobody should reach through the operator is refused at the moment of the call, after the name was
 * resolved. The door is {@link OutboundHttp}; it knows nothing of load tests.
 */
package dev.loadtest.operator.outbound;
