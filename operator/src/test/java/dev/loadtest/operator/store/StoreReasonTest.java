package dev.loadtest.operator.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StoreReasonTest {
    @ParameterizedTest
    @CsvSource({
        "404, NoSuchBucket, BUCKET_MISSING",
        "403, InvalidAccessKeyId, CREDENTIALS_REFUSED",
        "403, SignatureDoesNotMatch, CREDENTIALS_REFUSED",
        "400, ExpiredToken, CREDENTIALS_REFUSED",
        "403, AccessDenied, ACCESS_DENIED",
        "403, '', ACCESS_DENIED",
        "301, PermanentRedirect, WRONG_REGION",
        "400, AuthorizationHeaderMalformed, WRONG_REGION",
        "507, XMinioStorageFull, DISK_FULL",
        "507, '', DISK_FULL",
        "503, SlowDown, OVERLOADED",
        "500, '', OVERLOADED",
        "429, TooManyRequests, OVERLOADED",
        "400, EntityTooLarge, REFUSED",
        "404, '', NO_STORE",
        "200, '', NO_STORE"
    })
    void saysWhatABucketAnswered(int status, String code, StoreReason reason) {
        assertThat(Bucket.reason(status, code)).isEqualTo(reason);
    }

    @Test
    void saysWhatAVolumeAnswered() {
        assertThat(Folder.reason(new FileSystemException("a", null, "No space left on device")))
                .isEqualTo(StoreReason.DISK_FULL);
        assertThat(Folder.reason(new IOException("No space left on device"))).isEqualTo(StoreReason.DISK_FULL);
        assertThat(Folder.reason(new IOException("Disk quota exceeded"))).isEqualTo(StoreReason.DISK_FULL);
        assertThat(Folder.reason(new AccessDeniedException("a"))).isEqualTo(StoreReason.NOT_WRITABLE);
        assertThat(Folder.reason(new FileSystemException("a", null, "Read-only file system")))
                .isEqualTo(StoreReason.NOT_WRITABLE);
        assertThat(Folder.reason(new IOException("Input/output error"))).isEqualTo(StoreReason.WRITE_FAILED);
    }

    @ParameterizedTest
    @EnumSource
    void isDocumented(StoreReason reason) throws IOException {
        var page = Files.readString(Path.of(System.getProperty("project.root"), "docs/reports.md"));

        assertThat(page).contains("| `%s` |".formatted(reason.word()));
    }
}
