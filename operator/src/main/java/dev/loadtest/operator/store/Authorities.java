package dev.loadtest.operator.store;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Whom to trust besides nobody else: the certificates of a file in PEM. */
final class Authorities {
    private Authorities() {}

    static TrustManager[] in(Path file) {
        try (var pem = new BufferedInputStream(Files.newInputStream(file))) {
            var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            var number = 0;
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trusted.setCertificateEntry("authority-" + number++, certificate);
            }
            if (number == 0) {
                throw unusable("it has none", null);
            }
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            return factory.getTrustManagers();
        } catch (IOException | GeneralSecurityException e) {
            throw unusable(e.getMessage(), e);
        }
    }

    private static StoreFailure unusable(String why, Exception cause) {
        return new StoreFailure(
                StoreReason.TLS_FAILED, "the certificates of spec.report.s3.caBundle cannot be used: " + why, cause);
    }
}
