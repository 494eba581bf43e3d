package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** How a run reaches Prometheus: its k6 metrics by remote write, its result through a Pushgateway. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record PrometheusOutput(
        @Size(min = 1, max = 2048)
        @ValidationRule(
                value = "isURL(self) && url(self).getScheme() in ['http', 'https'] && url(self).getHostname() != ''",
                message = "must be an http or https URL, such as http://prometheus:9090/api/v1/write")
        @JsonPropertyDescription(
                "URL that accepts Prometheus remote write, http or https, such as http://prometheus:9090/api/v1/write. Sets K6_OUT and K6_PROMETHEUS_RW_SERVER_URL, which env may override. Default: the URL that the operator is configured with; without one nothing is sent.")
        String remoteWriteUrl,

        @Size(min = 1, max = 32)
        @JsonPropertyDescription(
                "Statistics sent for each trend metric: avg, min, med, max, count, sum or p(N) with N from 0 to 100; each becomes a series of its own. Sets K6_PROMETHEUS_RW_TREND_STATS. Default: p(95), p(99), avg, med, min, max.")
        List<@Size(max = 16) String> trendStats,

        @Size(min = 1, max = 16)
        @ValidationRule(
                value = "self.matches('^([0-9]+([.][0-9]+)?(ms|s|m|h))+$') && duration(self) > duration('0s')",
                message = "must be a time above zero with its unit, such as 5s or 1m30s; units are ms, s, m and h")
        @JsonPropertyDescription(
                "Time between two writes, such as 5s or 1m30s; units are ms, s, m and h. Sets K6_PROMETHEUS_RW_PUSH_INTERVAL. Default: 5s, as in k6.")
        String pushInterval,

        @JsonPropertyDescription(
                "Pushes the result of a run, and its live numbers while it goes, to a Pushgateway: verdict, numbers and thresholds over all runners, as metrics loadtest_result_* with the labels job=loadtest, namespace and loadtest. For a Prometheus that must not accept remote write. Each run replaces the one before; the LoadTest's metrics are deleted with it. Default: none.")
        PushgatewayOutput pushgateway) {}
