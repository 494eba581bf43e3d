package dev.loadtest.operator.outbound;

import dev.loadtest.operator.outbound.OutboundFailure.Kind;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * HTTP to where a user or the operator's own settings say, without a thread that waits. Redirects are not followed.
 *
 * <p>With Vert.x and not with the JDK's client, because that one resolves the name a second time after it was checked: whoever owns the name
 * could answer differently then. Here the address that was checked is the one that is called, while the name stays in the request and in
 * TLS.
 */
@ApplicationScoped
public class OutboundHttp {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int LONGEST_BODY = 64 * 1024;

    private final HttpClient client;
    private final OutboundRules rules;
    /** Names are resolved by the system, which blocks. */
    private final ExecutorService resolver = Executors.newFixedThreadPool(2, task -> {
        var thread = new Thread(task, "outbound-names");
        thread.setDaemon(true);
        return thread;
    });

    @Inject
    OutboundHttp(
            Vertx vertx,
            KubernetesClient kubernetes,
            @ConfigProperty(name = "loadtest.outbound.allowed-hosts") Optional<Set<String>> allowedHosts) {
        this(
                vertx,
                new OutboundRules(
                        apiServer(kubernetes),
                        allowedHosts.orElse(Set.of()).stream()
                                .map(host -> host.strip().toLowerCase(Locale.ROOT))
                                .collect(Collectors.toSet())));
    }

    OutboundHttp(Vertx vertx, OutboundRules rules) {
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout((int) CONNECT.toMillis())
                .setKeepAlive(false));
        this.rules = rules;
    }

    /** Whose word it is that this address may be called. */
    public enum Named {
        /** Somebody who may create a LoadTest: what he could not reach himself is refused. */
        BY_A_USER,
        /** Whoever set up the operator. */
        BY_THE_OPERATOR
    }

    /**
     * Sends a request.
     *
     * @param url http or https
     * @param contentType of the body
     * @param body empty for none
     * @return any answer, whatever its status; it fails with {@link OutboundFailure} alone
     */
    public CompletableFuture<OutboundAnswer> send(
            String method, String url, String contentType, String body, Named named) {
        return CompletableFuture.supplyAsync(() -> target(url, named), resolver)
                .thenCompose(target -> send(method, target, contentType, body));
    }

    private record Target(URI uri, InetAddress address) {
        boolean tls() {
            return "https".equalsIgnoreCase(uri.getScheme());
        }

        int port() {
            return uri.getPort() >= 0 ? uri.getPort() : tls() ? 443 : 80;
        }
    }

    private Target target(String url, Named named) {
        var uri = uri(url);
        var host = uri.getHost().replaceAll("^\\[|]$", "");
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw failed(Kind.UNREACHABLE, "the name %s is unknown".formatted(host));
        }
        if (named == Named.BY_A_USER && !rules.allows(host)) {
            for (var address : addresses) {
                rules.refusal(address).ifPresent(why -> {
                    throw failed(Kind.ADDRESS_REFUSED, "%s is %s, which is not called".formatted(host, why));
                });
            }
        }
        return new Target(uri, addresses[0]);
    }

    private static URI uri(String url) {
        try {
            var uri = URI.create(url);
            var scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
            if (uri.getHost() != null && Set.of("http", "https").contains(scheme)) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw failed(Kind.INVALID_URL, "it is no http or https URL with a host");
    }

    private CompletableFuture<OutboundAnswer> send(String method, Target target, String contentType, String body) {
        var uri = target.uri();
        var path = Optional.ofNullable(uri.getRawPath())
                .filter(own -> !own.isEmpty())
                .orElse("/");
        var options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(method))
                .setServer(SocketAddress.inetSocketAddress(
                        target.port(), target.address().getHostAddress()))
                .setHost(uri.getHost())
                .setPort(target.port())
                .setSsl(target.tls())
                .setURI(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery())
                .setTimeout(ANSWER.toMillis());
        options.putHeader("User-Agent", "loadtest-operator");
        var answer = new CompletableFuture<OutboundAnswer>();
        client.request(options)
                .compose(request -> {
                    if (!body.isEmpty()) {
                        request.putHeader("Content-Type", contentType);
                    }
                    return request.send(body).onSuccess(response -> read(request, response, answer));
                })
                .onFailure(failure -> answer.completeExceptionally(named(failure)));
        return answer.orTimeout(ANSWER.plus(CONNECT).toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(named(failure)));
    }

    private static void read(
            HttpClientRequest request, HttpClientResponse response, CompletableFuture<OutboundAnswer> answer) {
        var text = Buffer.buffer();
        response.exceptionHandler(failure -> answer.completeExceptionally(named(failure)));
        response.handler(part -> {
            text.appendBuffer(part, 0, Math.min(part.length(), LONGEST_BODY - text.length()));
            if (text.length() >= LONGEST_BODY) {
                answer.complete(new OutboundAnswer(response.statusCode(), text.toString()));
                request.reset(); // whoever sends on for ever is not listened to
            }
        });
        response.endHandler(end -> answer.complete(new OutboundAnswer(response.statusCode(), text.toString())));
    }

    /** The failure of a call, in one of our own words. */
    private static OutboundFailure named(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutboundFailure ours) {
                return ours;
            }
        }
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException || cause instanceof CertificateException) {
                return new OutboundFailure(Kind.TLS, words(cause));
            }
        }
        var last = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return new OutboundFailure(Kind.UNREACHABLE, words(last));
    }

    private static String words(Throwable failure) {
        if (failure instanceof TimeoutException || failure instanceof ConnectTimeoutException) {
            return "no answer in time";
        }
        return Optional.ofNullable(failure.getMessage()).orElse("the connection was closed");
    }

    private static CompletionException failed(Kind kind, String message) {
        return new CompletionException(new OutboundFailure(kind, message));
    }

    private static Set<InetAddress> apiServer(KubernetesClient kubernetes) {
        return Stream.of(kubernetes.getMasterUrl().getHost(), "kubernetes.default.svc")
                .flatMap(OutboundHttp::addresses)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<InetAddress> addresses(String host) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            return Stream.empty();
        }
    }
}
