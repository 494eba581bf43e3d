package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A PersistentVolumeClaim that the files of a run are written to. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ReportClaim(
        @Required
        @Size(min = 1, max = 253)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$")
        @JsonPropertyDescription(
                "Name of the PersistentVolumeClaim. Where runs go at the same time on several nodes, or raw is wanted of several runners, it needs the access mode ReadWriteMany.")
        String claimName,

        @Size(min = 1, max = 512)
        @Pattern("^[-_a-zA-Z0-9][-._a-zA-Z0-9]*(/[-_a-zA-Z0-9][-._a-zA-Z0-9]*)*$")
        @JsonPropertyDescription(
                "Folder in the volume, such as reports/nightly; a run's files lie below it in NAMESPACE/LOADTEST/RUN-UID. Default: the volume's root.")
        String path,

        @Default("10001")
        @Min(1)
        @Max(2147483647)
        @JsonPropertyDescription(
                "Group that the volume belongs to for whoever writes to it, the fsGroup of their pods. On OpenShift one of the namespace's own range. Volumes without owners, as of NFS, have to let it in themselves. Default: 10001.")
        Long fsGroup) {}
