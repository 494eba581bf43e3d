package dev.loadtest.operator.outbound;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which addresses the operator does not call for a user: those that it reaches by where it stands, and the user might not.
 *
 * @param apiServer addresses of the API server
 * @param allowedHosts names and addresses, as written in a URL, for which none of this holds
 */
record OutboundRules(Set<InetAddress> apiServer, Set<String> allowedHosts) {
    /** Where clouds tell credentials of a node, beside the link-local 169.254.169.254. */
    private static final Set<String> CLOUD_METADATA = Set.of("fd00:ec2:0:0:0:0:0:254", "100.100.100.200");

    boolean allows(String host) {
        return allowedHosts.contains(host.toLowerCase(Locale.ROOT));
    }

    /** Why an address is not called; empty when it may be. */
    Optional<String> refusal(InetAddress address) {
        if (address.isLoopbackAddress() || address.isAnyLocalAddress()) {
            return Optional.of("the operator's own address");
        }
        if (address.isLinkLocalAddress() || CLOUD_METADATA.contains(address.getHostAddress())) {
            return Optional.of("a link-local or metadata address");
        }
        if (address.isMulticastAddress()) {
            return Optional.of("a multicast address");
        }
        return apiServer.contains(address) ? Optional.of("the API server") : Optional.empty();
    }
}
