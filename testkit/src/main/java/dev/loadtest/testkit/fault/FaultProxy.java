package dev.loadtest.testkit.fault;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * The process between the operator and the API server: HTTP in, HTTPS out. It runs in the cluster's network, by {@code testbed/cluster
 * exec}, knows nothing but the JDK, and is told what to do on its standard input; {@link FaultInjector} is the other end.
 *
 * <p>Each connection carries one request: it asks the API server to close after its answer, so nothing but the request's own length has to be
 * understood, and watches, followed logs and web sockets pass as they are.
 *
 * <pre>
 * in:   add ID METHOD PATH BODY ACT NUMBER    a fault; PATH and BODY are regular expressions in base64, - for none
 *       clear                                 no faults from here on
 *       release ID                            the operator is dead: what is held may be dropped
 * out:  listening PORT
 *       held ID                               a request waits for the operator's death
 *       done ID                               the fault has happened
 * </pre>
 */
final class FaultProxy {

    private record Rule(String id, Fault fault, Pattern path, Pattern body, CountDownLatch released) {

        boolean fits(Request request) {
            return fault.method().equals(request.method())
                    && path.matcher(request.target()).find()
                    && body.matcher(request.text()).find();
        }
    }

    /** A request as it was read, with its head's lines. */
    private record Request(List<String> head, byte[] body) {

        String method() {
            return head.get(0).split(" ", 3)[0];
        }

        String target() {
            return head.get(0).split(" ", 3)[1];
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        boolean upgrades() {
            return head.stream().anyMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("upgrade:"));
        }

        /** For the API server, which is to close the connection when it has answered. */
        byte[] forwarded(String host) {
            var lines = new StringBuilder(head.get(0)).append("\r\n");
            for (var line : head.subList(1, head.size())) {
                var name = line.substring(0, Math.max(0, line.indexOf(':'))).toLowerCase(Locale.ROOT);
                var replaced = name.equals("host")
                        || name.equals("content-length")
                        || name.equals("transfer-encoding")
                        || (name.equals("connection") && !upgrades());
                if (!replaced) {
                    lines.append(line).append("\r\n");
                }
            }
            lines.append("Host: ").append(host).append("\r\n");
            if (!upgrades()) {
                lines.append("Connection: close\r\nContent-Length: ")
                        .append(body.length)
                        .append("\r\n");
            }
            var bytes = new ByteArrayOutputStream();
            bytes.writeBytes(lines.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
            bytes.writeBytes(body);
            return bytes.toByteArray();
        }
    }

    private final URI apiServer;
    private final SSLSocketFactory tls;
    private final Map<String, Rule> rules = new ConcurrentHashMap<>();
    private final Map<String, Rule> held = new ConcurrentHashMap<>();

    private FaultProxy(URI apiServer, SSLSocketFactory tls) {
        this.apiServer = apiServer;
        this.tls = tls;
    }

    /** The address of the API server, and the file of the certificate that signed its own. */
    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        var proxy = new FaultProxy(URI.create(arguments[0]), trusting(Path.of(arguments[1])));
        var listener = new ServerSocket(0);
        background(() -> proxy.accept(listener));
        say("listening " + listener.getLocalPort());
        proxy.obey(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
        System.exit(0); // whoever started this has closed its input or died
    }

    private static SSLSocketFactory trusting(Path authority) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null);
        try (var file = Files.newInputStream(authority)) {
            store.setCertificateEntry(
                    "cluster", CertificateFactory.getInstance("X.509").generateCertificate(file));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    private void obey(BufferedReader commands) throws IOException {
        for (var line = commands.readLine(); line != null; line = commands.readLine()) {
            var words = line.split(" ");
            switch (words[0]) {
                case "add" -> {
                    var fault = new Fault(
                            words[2],
                            text(words[3]),
                            text(words[4]),
                            Fault.Act.valueOf(words[5]),
                            Integer.parseInt(words[6]));
                    rules.put(
                            words[1],
                            new Rule(
                                    words[1],
                                    fault,
                                    Pattern.compile(fault.path()),
                                    Pattern.compile(fault.body()),
                                    new CountDownLatch(1)));
                }
                case "clear" -> rules.clear();
                case "release" -> held.remove(words[1]).released().countDown();
                default -> throw new IOException("not a command: " + line);
            }
        }
    }

    private static String text(String base64) {
        return base64.equals("-") ? "" : new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private static void background(Runnable work) {
        var thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept(ServerSocket listener) {
        while (true) {
            try {
                var client = listener.accept();
                background(() -> serve(client));
            } catch (IOException cannotAccept) {
                System.err.println("fault proxy: " + cannotAccept);
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            var in = new BufferedInputStream(client.getInputStream());
            var request = read(in, client.getOutputStream());
            if (request != null) {
                pass(request, client, in);
            }
        } catch (IOException | InterruptedException gone) {
            // One of the two has closed the connection; the other sees that too, as it would without us.
        }
    }

    private void pass(Request request, Socket client, InputStream in) throws IOException, InterruptedException {
        var rule = rules.values().stream()
                .filter(candidate -> candidate.fits(request))
                .filter(candidate -> rules.remove(candidate.id(), candidate))
                .findFirst()
                .orElse(null);
        if (rule == null) {
            forward(request, client, in);
            return;
        }
        switch (rule.fault().act()) {
            case DELAY -> {
                Thread.sleep(rule.fault().number());
                forward(request, client, in);
            }
            case ANSWER -> answer(rule.fault().number(), client.getOutputStream());
            case CUT_BEFORE -> client.close();
            case CUT_AFTER -> {
                complete(request);
                client.close();
            }
            case KILL_BEFORE -> hold(rule);
            case KILL_AFTER -> {
                complete(request);
                hold(rule);
            }
        }
        say("done " + rule.id());
    }

    /** Until the operator is dead. */
    private void hold(Rule rule) throws InterruptedException {
        held.put(rule.id(), rule);
        say("held " + rule.id());
        rule.released().await();
    }

    private static void answer(int status, OutputStream out) throws IOException {
        var reason = status == 409 ? "Conflict" : status == 503 ? "ServiceUnavailable" : "InternalError";
        var body =
                ("{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"message\":\"a fault was injected\",\"reason\":\"%s\",\"code\":%d}")
                        .formatted(reason, status);
        out.write(
                "HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                        .formatted(status, reason, body.length(), body)
                        .getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** The API server has done it when its answer has come to its end. */
    private void complete(Request request) throws IOException {
        try (var server = connect()) {
            server.getOutputStream().write(request.forwarded(host()));
            server.getOutputStream().flush();
            server.getInputStream().transferTo(OutputStream.nullOutputStream());
        }
    }

    private void forward(Request request, Socket client, InputStream in) throws IOException {
        try (var server = connect()) {
            server.getOutputStream().write(request.forwarded(host()));
            server.getOutputStream().flush();
            background(() -> {
                copy(in, server); // what a web socket says, else nothing until it closes
                close(server);
            });
            copy(server.getInputStream(), client);
        }
    }

    private String host() {
        return apiServer.getHost() + ":" + apiServer.getPort();
    }

    private Socket connect() throws IOException {
        var server = tls.createSocket(apiServer.getHost(), apiServer.getPort());
        server.setTcpNoDelay(true);
        return server;
    }

    private static void copy(InputStream from, Socket to) {
        try {
            var buffer = new byte[16 * 1024];
            var out = to.getOutputStream();
            for (int length = from.read(buffer); length >= 0; length = from.read(buffer)) {
                out.write(buffer, 0, length);
                out.flush();
            }
        } catch (IOException gone) {
            // Closed by one of the two ends, which ends the other as well.
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException closedAlready) {
            // That is what was wanted.
        }
    }

    /** Null if nothing came. */
    private static Request read(InputStream in, OutputStream out) throws IOException {
        var head = new java.util.ArrayList<String>();
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            head.add(line);
        }
        if (head.isEmpty()) {
            return null;
        }
        var length = 0;
        var chunked = false;
        for (var line : head) {
            var lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length =
                        Integer.parseInt(lower.substring(lower.indexOf(':') + 1).strip());
            } else if (lower.startsWith("transfer-encoding:")) {
                chunked = lower.contains("chunked");
            } else if (lower.startsWith("expect:")) {
                out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
            }
        }
        return new Request(List.copyOf(head), chunked ? chunks(in) : in.readNBytes(length));
    }

    private static byte[] chunks(InputStream in) throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            var size = Integer.parseInt(line(in).split(";")[0].strip(), 16);
            body.writeBytes(in.readNBytes(size));
            line(in);
            if (size == 0) {
                return body.toByteArray();
            }
        }
    }

    /** Up to the next line feed; empty at the end of everything, like an empty line. */
    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                if (line.size() == 0) {
                    return "";
                }
                throw new EOFException("the connection ended within a line");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }
}
