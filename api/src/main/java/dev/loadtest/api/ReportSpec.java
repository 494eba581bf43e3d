package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.ValidationRule;

/** Where the files of a run's report are brought, beside the ConfigMap that every run leaves. */
@ValidationRule(
        value = "!self.raw || has(self.persistentVolumeClaim)",
        message =
                "raw: needs persistentVolumeClaim, where the runners write their samples; with s3 beside it they are uploaded from there")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ReportSpec(
        @Default("false")
        @JsonPropertyDescription(
                "true: each runner writes every sample that k6 takes as JSON, packed, into output-INDEX.json.gz. That is much: hundreds of bytes for each request before packing. Needs persistentVolumeClaim, which the runners mount; with s3 as well, the files are uploaded from there. Default: false.")
        Boolean raw,

        @JsonPropertyDescription(
                "A claim in the namespace of the LoadTest that the files are written to. Default: none.")
        ReportClaim persistentVolumeClaim,

        @JsonPropertyDescription(
                "A bucket of Amazon S3 or of a store like it that the files are put into. Default: none.")
        ReportBucket s3) {}
