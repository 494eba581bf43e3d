package dev.loadtest.operator.store;

import java.util.Arrays;
import java.util.Optional;

/** What the condition {@code ReportDelivered} says about the files of a report. {@code docs/reports.md} lists them with their next steps. */
public enum StoreReason {
    /** All of them are where spec.report says. */
    STORED("Stored", ""),
    /** The run is over, and its files are about to be stored. */
    PENDING("Pending", ""),
    /** The report itself could not be kept: see ReportStored. */
    NO_REPORT("NoReport", "see the condition ReportStored"),

    /** Also a quota that is used up, or a store that says so. */
    DISK_FULL("DiskFull", "make room there"),
    NOT_WRITABLE(
            "NotWritable",
            "let the group of spec.report.persistentVolumeClaim.fsGroup write to the volume, and mount it for writing"),
    /** Anything else that the file system says. */
    WRITE_FAILED("WriteFailed", "look after the volume"),

    BUCKET_MISSING("BucketMissing", "create the bucket, or correct spec.report.s3.bucket"),
    /** The key is unknown, expired or its secret wrong. */
    CREDENTIALS_REFUSED("CredentialsRefused", "correct the Secret of spec.report.s3.credentials"),
    /** The credentials are good, and not for this. */
    ACCESS_DENIED("AccessDenied", "let these credentials put objects into the bucket"),
    WRONG_REGION("WrongRegion", "correct spec.report.s3.region, or the endpoint"),
    /** Something answers that is no S3. */
    NO_STORE("NoStore", "correct spec.report.s3.endpoint"),
    /** 429, or 500 and above. */
    OVERLOADED("Overloaded", "look at the store"),
    REFUSED("Refused", "see what the store says"),
    UNREACHABLE("Unreachable", "correct spec.report.s3.endpoint, start the store, or let the pod reach it"),
    TLS_FAILED(
            "TlsFailed",
            "give the store a certificate that is trusted, name its authority in spec.report.s3.caBundle, or name its URL with http"),

    SECRET_MISSING("SecretMissing", "create it, or correct spec.report.s3.credentials"),
    AUTHORITIES_MISSING("AuthoritiesMissing", "create it, or correct spec.report.s3.caBundle"),
    CLAIM_MISSING("ClaimMissing", "create it, or correct spec.report.persistentVolumeClaim.claimName"),
    /** It exists, and has no volume or cannot be mounted on the node. */
    CLAIM_NOT_MOUNTED("ClaimNotMounted", "look at the events of the claim and its volume"),
    UNSCHEDULABLE("Unschedulable", "make room on a node"),
    IMAGE_PULL_FAILED(
            "ImagePullFailed",
            "let the namespace pull the operator's image, by spec.imagePullSecrets or its ServiceAccount"),
    /** A quota, a limit or a policy. */
    POD_REFUSED("PodRefused", "allow the pod, or raise the quota"),
    NAME_TAKEN("NameTaken", "remove that Job"),
    NO_IMAGE("NoImage", "set LOADTEST_OPERATOR_IMAGE for the operator"),
    /** The program fell, which it should not. */
    FAILED("Failed", "look at the log of the pod");

    private final String word;
    private final String nextStep;

    StoreReason(String word, String nextStep) {
        this.word = word;
        this.nextStep = nextStep;
    }

    public String word() {
        return word;
    }

    /** What somebody can do about it; empty when there is nothing to do. */
    public String nextStep() {
        return nextStep;
    }

    static Optional<StoreReason> ofWord(String word) {
        return Arrays.stream(values()).filter(one -> one.word.equals(word)).findFirst();
    }
}
