package io.claviger.testkit;

import static io.claviger.testkit.StorageSamples.ACCOUNT;
import static io.claviger.testkit.StorageSamples.NOW;
import static io.claviger.testkit.StorageSamples.REGION;

import io.claviger.authn.Caller;
import io.claviger.authn.RawCall;
import io.claviger.common.AccountId;
import io.claviger.iam.User;
import io.claviger.operation.Call;
import io.claviger.operation.Target;
import java.util.List;

/** Callers and calls for tests of the application. */
public final class Calls {
    private Calls() {}

    public static Caller root(AccountId account) {
        return new Caller(new Caller.Root(account), "AKIAROOTROOTROOTROOT");
    }

    public static Caller user(User user) {
        return new Caller(
                new Caller.User(user.account(), user.path(), user.name(), user.uniqueId()), "AKIAUSERUSERUSERUSER");
    }

    /** A request without anything that an authenticator would read. */
    public static RawCall raw(String body) {
        return new RawCall(
                "POST",
                "/",
                "",
                List.of(
                        new RawCall.Header("Host", "kms.example.com"),
                        new RawCall.Header("User-Agent", "aws-cli/2.15")),
                body.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "192.0.2.7",
                new RawCall.Tls("TLSv1.3", "TLS_AES_128_GCM_SHA256"));
    }

    public static <I extends Record> Call<I> of(I input, Caller caller, Target... targets) {
        return new Call<>(
                input,
                caller,
                REGION,
                new io.claviger.operation.RequestOrigin("192.0.2.7", true, "aws-cli/2.15", null),
                List.of(targets),
                NOW,
                "request-1");
    }

    /** The root of the account that most samples belong to. */
    public static Caller root() {
        return root(ACCOUNT);
    }
}
