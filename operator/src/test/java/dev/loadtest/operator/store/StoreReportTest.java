package dev.loadtest.operator.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.loadtest.report.Report;
import dev.loadtest.report.ReportFile;
import dev.loadtest.report.Reports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreReportTest {
    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

    private Report report;
    private Path packed;

    @BeforeEach
    void aReport() throws IOException {
        try (var example = StoreReportTest.class.getResourceAsStream("/web/summary.json")) {
            report = Reports.read(example.readAllBytes());
        }
        packed = Files.write(elsewhere.resolve("summary.json.gz"), Reports.compact(report));
    }

    @Test
    void writesTheSameBytesAsThePagesGive() throws Exception {
        Files.writeString(folder.resolve("output-0.json.gz"), "raw");
        Files.writeString(folder.resolve("somebody's"), "else");

        var end = StoreReport.attempt(order(Optional.of(folder), Optional.empty()));

        assertThat(end.isStored()).as(end.message()).isTrue();
        assertThat(end.files())
                .extracting(StoredFile::name)
                .containsExactly(
                        "report.html", "summary.json", "junit.xml", "report.md", "SHA256SUMS", "output-0.json.gz");
        for (var file : ReportFile.values()) {
            assertThat(folder.resolve(file.fileName()))
                    .hasBinaryContent(file.of(Reports.expand(Files.readAllBytes(packed))));
        }
        for (var file : end.files()) {
            var bytes = Files.readAllBytes(folder.resolve(file.name()));
            assertThat(file.size()).isEqualTo(bytes.length);
            assertThat(file.sha256()).isEqualTo(DigestUtils.sha256Hex(bytes));
        }
        assertThat(Files.readString(folder.resolve(StoreReport.SUMS)))
                .contains(end.files().get(5).sha256() + "  output-0.json.gz\n")
                .doesNotContain("somebody's");
        assertThat(folder.toFile().list()).noneMatch(name -> name.endsWith(".part"));
    }

    @Test
    void mayBeDoneTwice() {
        var first = StoreReport.attempt(order(Optional.of(folder), Optional.empty()));

        assertThat(StoreReport.attempt(order(Optional.of(folder), Optional.empty())))
                .isEqualTo(first);
    }

    @Test
    void thatNobodyAnswersIsSaid() {
        var place = new StoreOrder.Place("http://127.0.0.1:1", "reports", "a/", "us-east-1", true, Optional.empty());

        var end = StoreReport.attempt(order(Optional.of(folder), Optional.of(place)));

        assertThat(end.reason()).isEqualTo(StoreReason.UNREACHABLE);
        assertThat(end.message()).contains("http://127.0.0.1:1");
        assertThat(folder.resolve("report.html")).exists(); // the other place has them
    }

    /** Something answers there, though no S3: who it is has been believed. */
    @Test
    void aStoreIsBelievedByItsAuthorityAlone() throws Exception {
        var keys = elsewhere.resolve("keys.p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        for (var command : List.of(
                List.of(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "store",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=store",
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        "changeit",
                        "-storetype",
                        "PKCS12"),
                List.of(
                        keytool,
                        "-exportcert",
                        "-rfc",
                        "-alias",
                        "store",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        "changeit",
                        "-file",
                        elsewhere.resolve("ca.crt").toString()))) {
            assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                    .isZero();
        }
        var store = KeyStore.getInstance(keys.toFile(), "changeit".toCharArray());
        var manager = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        manager.init(store, "changeit".toCharArray());
        var tls = SSLContext.getInstance("TLS");
        tls.init(manager.getKeyManagers(), null, null);
        var server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server.start();
        try {
            var url = "https://127.0.0.1:" + server.getAddress().getPort();
            var stranger = new StoreOrder.Place(url, "reports", "a/", "us-east-1", true, Optional.empty());
            var known = new StoreOrder.Place(
                    url, "reports", "a/", "us-east-1", true, Optional.of(elsewhere.resolve("ca.crt")));
            var nobody = new StoreOrder.Place(url, "reports", "a/", "us-east-1", true, Optional.of(packed));

            assertThat(reason(stranger)).isEqualTo(StoreReason.TLS_FAILED);
            assertThat(reason(known)).isEqualTo(StoreReason.NO_STORE);
            assertThat(reason(nobody)).isEqualTo(StoreReason.TLS_FAILED);
        } finally {
            server.stop(0);
        }
    }

    private StoreReason reason(StoreOrder.Place place) {
        return StoreReport.attempt(order(Optional.empty(), Optional.of(place))).reason();
    }

    @Test
    void emptyCredentialsAreSaidWithoutACall() {
        var place = new StoreOrder.Place("http://127.0.0.1:1", "reports", "a/", "us-east-1", true, Optional.empty());
        var order = order(Optional.empty(), Optional.of(place));
        order.put(StoreOrder.SECRET_ACCESS_KEY, " \n");

        assertThat(StoreReport.attempt(order).reason()).isEqualTo(StoreReason.CREDENTIALS_REFUSED);
    }

    @Test
    void whatIsNoReportIsSaid() throws IOException {
        Files.writeString(packed, "no report");

        var end = StoreReport.attempt(order(Optional.of(folder), Optional.empty()));

        assertThat(end.reason()).isEqualTo(StoreReason.FAILED);
        assertThat(end.message()).contains("damaged");
    }

    @Test
    void anOrderGoesThroughTheEnvironment() {
        var place = new StoreOrder.Place(
                "https://s3.example.org", "reports", "a/b/", "eu-central-1", false, Optional.of(packed));
        for (var order : new StoreOrder[] {
            new StoreOrder(packed, Optional.of(folder), Optional.of(place)),
            new StoreOrder(packed, Optional.empty(), Optional.of(place)),
            new StoreOrder(packed, Optional.of(folder), Optional.empty())
        }) {
            assertThat(StoreOrder.of(order.variables())).isEqualTo(order);
        }
    }

    private Map<String, String> order(Optional<Path> to, Optional<StoreOrder.Place> place) {
        var variables = new HashMap<>(new StoreOrder(packed, to, place).variables());
        variables.put(StoreOrder.ACCESS_KEY_ID, "id");
        variables.put(StoreOrder.SECRET_ACCESS_KEY, "secret");
        return variables;
    }
}
