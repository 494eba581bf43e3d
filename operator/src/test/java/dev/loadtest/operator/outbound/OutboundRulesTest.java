package dev.loadtest.operator.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundRulesTest {
    private final OutboundRules rules =
            new OutboundRules(Set.of(address("10.96.0.1"), address("fd00::1")), Set.of("sidecar", "127.0.0.1"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.8.8",
                "::1",
                "0.0.0.0",
                "::",
                "::ffff:127.0.0.1",
                "169.254.169.254",
                "::ffff:169.254.169.254",
                "fe80::1",
                "fd00:ec2::254",
                "100.100.100.200",
                "224.0.0.1",
                "ff02::1",
                "10.96.0.1",
                "fd00::1"
            })
    void whatAUserMayNotReachThroughTheOperator(String address) {
        assertThat(rules.refusal(address(address))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "192.168.1.1", "10.96.0.2", "8.8.8.8", "2001:db8::1", "fd00::2"})
    void whatItMay(String address) {
        assertThat(rules.refusal(address(address))).isEmpty();
    }

    @Test
    void aHostThatIsAllowedIsSoAsItIsWritten() {
        assertThat(rules.allows("Sidecar")).isTrue();
        assertThat(rules.allows("sidecar.evil.example")).isFalse();
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
