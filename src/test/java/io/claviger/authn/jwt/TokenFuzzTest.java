package io.claviger.authn.jwt;

import static io.claviger.authn.jwt.TokenFixture.EC;
import static io.claviger.authn.jwt.TokenFixture.RSA;
import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.authn.token.TokenAlgorithm;
import io.claviger.authn.token.TokenRefusedException.Reason;
import io.claviger.testkit.SeededRandom;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tokens changed at random: none is believed, and each is refused as a token is. */
final class TokenFuzzTest {
    private static final int TOKENS = 12_000;
    private static final String CHARACTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \n\"{}\u0000\u00e9\u20ac";
    private static final List<String> SNIPPETS = List.of(
            "\"alg\":\"none\"",
            "\"alg\":null",
            "\"kid\":7",
            "\"kid\":\"\"",
            "\"exp\":1e400",
            "\"exp\":{}",
            "\"aud\":[]",
            "\"crit\":[]",
            "\"typ\":[]",
            "\"iss\":null",
            "null",
            "[]",
            "{",
            "}",
            "\\ud800",
            "\u0000",
            "\"sub\":\"root\"");

    private final SeededRandom random = new SeededRandom(20_260_301);

    @Test
    void noMutatedTokenIsBelieved() {
        TokenKey ed = TokenKey.of("ed", TokenAlgorithm.EDDSA);
        Map<Reason, Integer> reasons = new EnumMap<>(Reason.class);

        try (TokenFixture it = new TokenFixture(RSA, EC, ed)) {
            List<String> tokens =
                    List.of(RSA.sign(it.claims()), EC.sign(it.claims("\"n\":1,")), ed.sign(it.claims("\"n\":[{}],")));
            for (int i = 0; i < TOKENS; i++) {
                String mutated = mutate(tokens);
                if (!tokens.contains(mutated)) {
                    reasons.merge(it.refusal(mutated), 1, Integer::sum);
                }
            }
            tokens.forEach(token -> assertThat(it.verify(token).subject()).isEqualTo("alice"));
            assertThat(it.issuer.fetches()).isEqualTo(1);
        }

        assertThat(reasons.values().stream().mapToInt(Integer::intValue).sum()).isGreaterThan(10_000);
        // it got as far as the signature, and not only there
        assertThat(reasons.get(Reason.BAD_SIGNATURE)).isGreaterThan(1000);
        assertThat(reasons.get(Reason.MALFORMED)).isGreaterThan(1000);
        assertThat(reasons).containsKeys(Reason.UNKNOWN_KEY, Reason.UNSUPPORTED_ALGORITHM, Reason.WRONG_ISSUER);
    }

    private String mutate(List<String> tokens) {
        String token = tokens.get(random.below(tokens.size()));
        return switch (random.below(4)) {
            case 0 -> mixed(token, tokens.get(random.below(tokens.size())));
            case 1 -> changedText(token, 1 + random.below(3));
            default -> changedInside(token);
        };
    }

    /** One part from another token. */
    private String mixed(String token, String other) {
        String[] parts = token.split("\\.");
        String[] others = other.split("\\.", -1);
        int at = random.below(3);
        parts[at] = others[(at + random.below(3)) % 3];
        return String.join(".", parts);
    }

    private String changedText(String token, int times) {
        StringBuilder text = new StringBuilder(token);
        for (int i = 0; i < times; i++) {
            changeOnce(text);
        }
        return text.toString();
    }

    private void changeOnce(StringBuilder text) {
        int at = random.below(Math.max(1, text.length() - 1));
        char c = CHARACTERS.charAt(random.below(CHARACTERS.length()));
        switch (random.below(4)) {
            case 0 -> text.setCharAt(at, c);
            case 1 -> text.insert(at, c);
            case 2 -> text.deleteCharAt(at);
            default -> text.setLength(Math.max(2, at));
        }
    }

    /** Another byte, or other text, inside a part that stays well encoded. */
    private String changedInside(String token) {
        String[] parts = token.split("\\.");
        int at = random.below(3);
        byte[] bytes = Base64.getUrlDecoder().decode(parts[at]);
        if (at == 2 || random.below(2) == 0) {
            bytes[random.below(bytes.length)] ^= (byte) (1 + random.below(255));
        } else {
            String text = new String(bytes, StandardCharsets.UTF_8);
            int from = random.below(text.length());
            String snippet = SNIPPETS.get(random.below(SNIPPETS.size()));
            String comma = random.below(2) == 0 ? "," : "";
            bytes = (random.below(2) == 0
                            ? "{" + snippet + comma + text.substring(1)
                            : text.substring(0, from) + snippet + text.substring(from))
                    .getBytes(StandardCharsets.UTF_8);
        }
        parts[at] = TokenKey.base64(bytes);
        return String.join(".", parts);
    }
}
