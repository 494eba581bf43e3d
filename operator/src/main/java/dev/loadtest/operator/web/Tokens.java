package dev.loadtest.operator.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Shows to whoever has a token of Kubernetes what that token may list: {@code loadtestruns}, by namespace. The API server says so, and is
 * believed for a few seconds; as long as it does not answer nothing is shown. Tokens themselves are not kept.
 */
final class Tokens implements Viewer.Door {
    private static final Duration BELIEVED = Duration.ofSeconds(10);
    private static final int LONGEST = 16_384;
    private static final String EVERY_NAMESPACE = "";

    private final KubernetesClient client;
    private final Cache<String, Optional<UserInfo>> users =
            Caffeine.newBuilder().expireAfterWrite(BELIEVED).maximumSize(1_000).build();
    private final Cache<Question, Boolean> rights =
            Caffeine.newBuilder().expireAfterWrite(BELIEVED).maximumSize(10_000).build();

    Tokens(KubernetesClient client) {
        this.client = client;
    }

    private record Question(UserInfo user, String namespace) {}

    @Override
    public Optional<Viewer> open(Optional<String> authorization) {
        return authorization
                .flatMap(Tokens::token)
                .filter(token -> !token.isBlank() && token.length() <= LONGEST)
                .flatMap(token -> users.get(DigestUtils.sha256Hex(token), hash -> review(token)))
                .map(user -> namespace -> may(user, EVERY_NAMESPACE) || may(user, namespace));
    }

    /** {@code Bearer}, or {@code Basic} with the token as password: that is what browsers ask for by themselves. */
    static Optional<String> token(String authorization) {
        var words = authorization.strip().split("\\s+", 2);
        if (words.length < 2) {
            return Optional.empty();
        }
        if (words[0].equalsIgnoreCase("Bearer")) {
            return Optional.of(words[1]);
        }
        if (!words[0].equalsIgnoreCase("Basic")) {
            return Optional.empty();
        }
        try {
            var pair = new String(Base64.getDecoder().decode(words[1]), StandardCharsets.UTF_8);
            var colon = pair.indexOf(':');
            return colon < 0 ? Optional.empty() : Optional.of(pair.substring(colon + 1));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private Optional<UserInfo> review(String token) {
        var status = client.tokenReviews()
                .create(new TokenReviewBuilder()
                        .withNewSpec()
                        .withToken(token)
                        .endSpec()
                        .build())
                .getStatus();
        return status != null && Boolean.TRUE.equals(status.getAuthenticated())
                ? Optional.ofNullable(status.getUser())
                : Optional.empty();
    }

    private boolean may(UserInfo user, String namespace) {
        return rights.get(new Question(user, namespace), this::review);
    }

    private boolean review(Question question) {
        var user = question.user();
        // @formatter:off
        var status = client.authorization().v1().subjectAccessReview()
                .create(new SubjectAccessReviewBuilder()
                        .withNewSpec()
                            .withUser(user.getUsername())
                            .withUid(user.getUid())
                            .withGroups(user.getGroups())
                            .withExtra(user.getExtra())
                            .withNewResourceAttributes()
                                .withGroup("loadtest.dev")
                                .withResource("loadtestruns")
                                .withVerb("list")
                                .withNamespace(question.namespace())
                            .endResourceAttributes()
                        .endSpec()
                        .build())
                .getStatus();
        // @formatter:on
        return status != null && Boolean.TRUE.equals(status.getAllowed());
    }
}
