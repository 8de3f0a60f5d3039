package io.claviger.authn.sigv4;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.authn.Authentication;
import io.claviger.authn.RawCall;
import io.claviger.authn.RawCall.Header;
import io.claviger.authn.sigv4.SigV4Fixture.Signing;
import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpMethod;

/** Mutated calls by the thousand, the same ones every time: the answer is a caller or an authentication error. */
class SigV4FuzzTest {
    private static final int CALLS = 10_000;
    private static final Set<ErrorCode> ALLOWED =
            Set.of(ErrorCode.INCOMPLETE_SIGNATURE, ErrorCode.INVALID_REQUEST_SIGNATURE, ErrorCode.UNRECOGNIZED_CLIENT);
    private static final String[] PIECES = {
        "",
        "\0",
        " ",
        ",",
        "=",
        "/",
        ";",
        "%",
        "%0",
        "%zz",
        "%00",
        "&",
        "+",
        "\r\n",
        "\t",
        "\u00e9",
        "\u20ac",
        "\ud800",
        "AWS4-",
        "AWS4-HMAC-SHA256 ",
        "Credential=",
        "Signature=",
        "SignedHeaders=",
        "X-Amz-Signature=a",
        "X-Amz-Date=",
        "&X-Amz-Expires=9",
        "host",
        ":authority",
        "..",
        "//",
        "20150830T123600Z",
        "99999999T999999Z",
        "-1",
        "a".repeat(65_536)
    };

    private final SigV4Fixture fixture = new SigV4Fixture();
    private final Random dice = new Random(20150830);

    @Test
    void refusesMutatedHeadersWithAnAuthenticationError() {
        int refused = 0;
        for (int i = 0; i < CALLS; i++) {
            RawCall call = SigV4Fixture.signedCall();
            refused +=
                    refuse(SigV4Fixture.withHeader(call, "Authorization", mutated(SigV4Fixture.authorization(call))));
        }

        assertThat(refused).isGreaterThan(CALLS * 8 / 10);
    }

    @Test
    void refusesMutatedCallsWithAnAuthenticationError() {
        List<Header> target = List.of(new Header("X-Amz-Target", "TrentService.ListKeys"));
        RawCall inHeader = SigV4Fixture.signedCall(target, "{}");
        RawCall inQuery = new Signing()
                .expiringAfter(Duration.ofMinutes(5))
                .sign(SdkHttpMethod.POST, SigV4Fixture.ENDPOINT, target, "");
        int refused = 0;
        for (int i = 0; i < CALLS; i++) {
            refused += refuse(mutated(dice.nextBoolean() ? inHeader : inQuery));
        }

        assertThat(refused).isGreaterThan(CALLS * 8 / 10);
    }

    @Test
    void refusesNoiseWithAnAuthenticationError() {
        for (int i = 0; i < CALLS; i++) {
            RawCall call = new RawCall(
                    noise(),
                    noise(),
                    noise(),
                    List.of(new Header(noise(), noise()), new Header("Authorization", noise())),
                    new byte[dice.nextInt(9)],
                    "",
                    null);
            assertThat(refuse(call)).isEqualTo(1);
        }
    }

    /** 1 if the call is refused as it must be, 0 if it is accepted; anything else fails the test. */
    private int refuse(RawCall call) {
        fixture.authenticator.claims(call);
        try {
            Authentication authentication = fixture.authenticate(call);
            assertThat(authentication.caller().accessKeyId()).isEqualTo(SigV4Fixture.KEY_ID);
            return 0;
        } catch (KmsException refusal) {
            assertThat(refusal.code()).isIn(ALLOWED);
            assertThat(refusal.text().orElseThrow()).hasSizeLessThan(2500);
            return 1;
        }
    }

    private RawCall mutated(RawCall call) {
        List<Header> headers = new ArrayList<>(call.headers());
        int at = dice.nextInt(headers.size());
        Header header = headers.get(at);
        return switch (dice.nextInt(8)) {
            case 0 -> with(call, mutated(call.method()), call.path(), call.query(), headers);
            case 1 -> with(call, call.method(), mutated(call.path()), call.query(), headers);
            case 2, 3 -> with(call, call.method(), call.path(), mutated(call.query()), headers);
            case 4 -> {
                headers.set(at, new Header(mutated(header.name()), header.value()));
                yield SigV4Fixture.withHeaders(call, headers);
            }
            case 5 -> {
                headers.add(dice.nextInt(headers.size()), header);
                yield SigV4Fixture.withHeaders(call, headers);
            }
            case 6 -> {
                headers.remove(at);
                yield SigV4Fixture.withHeaders(call, headers);
            }
            default -> {
                headers.set(at, new Header(header.name(), mutated(header.value())));
                yield SigV4Fixture.withHeaders(call, headers);
            }
        };
    }

    private static RawCall with(RawCall call, String method, String path, String query, List<Header> headers) {
        return new RawCall(method, path, query, headers, call.body(), "192.0.2.1", null);
    }

    private String mutated(String text) {
        StringBuilder changed = new StringBuilder(text);
        for (int i = dice.nextInt(3); i >= 0; i--) {
            int from = dice.nextInt(changed.length() + 1);
            int to = Math.min(changed.length(), from + dice.nextInt(12));
            switch (dice.nextInt(4)) {
                case 0 -> changed.insert(from, PIECES[dice.nextInt(PIECES.length)]);
                case 1 -> changed.delete(from, to);
                case 2 ->
                    changed.replace(from, to, String.valueOf((char) dice.nextInt(dice.nextBoolean() ? 128 : 65_536)));
                default -> changed.append(changed.substring(from, to));
            }
        }
        return changed.toString();
    }

    private String noise() {
        StringBuilder text = new StringBuilder(dice.nextBoolean() ? "AWS4-HMAC-SHA256 " : "");
        for (int i = dice.nextInt(10); i > 0; i--) {
            // All but the last piece, which is long: one in a hundred is enough of those.
            text.append(PIECES[dice.nextInt(dice.nextInt(100) == 0 ? PIECES.length : PIECES.length - 1)]);
        }
        return text.toString();
    }
}
