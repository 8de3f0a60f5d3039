package io.claviger.policy.reference;

import io.claviger.policy.Principal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Makes contexts: keys of every kind, often absent, sometimes with values that make no sense. */
final class ContextGenerator {
    enum Kind {
        TEXT,
        MULTIVALUED,
        NUMBER,
        DATE,
        BOOL,
        ARN,
        ADDRESS,
        BYTES
    }

    record Key(String name, Kind kind, List<String> values) {}

    static final List<String> TEXTS = List.of(
            "blue",
            "Blue",
            "BLUE",
            "b",
            "blue/eu",
            "x:y:z",
            "a*c",
            "abc",
            "?",
            "",
            "${aws:username}",
            "Bob",
            "\u00e4\u00dc",
            "a\ud83d\ude00c");
    static final List<String> NUMBERS =
            List.of("7", "07", "7.0", "7.5", "-1", "30", "100", "+7", "seven", "", "7e0", " 7");
    static final List<String> DATES = List.of(
            "2026-01-01T00:00:00Z",
            "2025-12-31T23:59:59Z",
            "2026-01-01T02:00:00+02:00",
            "2026-01-01T00:00:00.5Z",
            "2026-01-01T00:00Z",
            "2026-01-01",
            "2026-01",
            "1767225600",
            "1767225600.5",
            "1767225599",
            "2026-02-30T00:00:00Z",
            "yesterday");
    static final List<String> BOOLS = List.of("true", "false", "True", "FALSE", "yes");
    static final List<String> ARNS = List.of(
            "arn:aws:sns:us-west-2:111122223333:topic",
            "arn:aws:s3:::bucket-1",
            "arn:aws:logs:us-west-2:111122223333:log-group:app:x",
            "arn:aws:iam::111122223333:user/ops/Alice",
            "arn:aws:sns:us-west-2:topic",
            "not-an-arn");
    static final List<String> ADDRESSES = List.of(
            "203.0.113.7",
            "203.0.113.200",
            "10.1.2.3",
            "255.255.255.255",
            "2001:db8::1",
            "2001:DB8:0:0:0:0:0:1",
            "2001:db8:1234:5678::9",
            "::1",
            "10.1.2",
            "nowhere");
    static final List<String> BYTES = List.of("QUJD", "QUJE", "qujd", "AAECAw==", "/+8=", "!!", "");
    static final List<String> ALIASES = List.of("alias/app", "alias/App", "alias/prod", "alias/test", "alias/a");

    static final List<Key> KEYS = List.of(
            new Key("kms:ViaService", Kind.TEXT, List.of("ec2.us-west-2.amazonaws.com", "s3.us-west-2.amazonaws.com")),
            new Key("aws:PrincipalTag/team", Kind.TEXT, TEXTS),
            new Key("aws:ResourceTag/team", Kind.TEXT, TEXTS),
            new Key("kms:EncryptionContext:AppName", Kind.TEXT, TEXTS),
            new Key(
                    "kms:EncryptionContextKeys",
                    Kind.MULTIVALUED,
                    List.of("AppName", "appname", "Stage", "aws:ebs:id")),
            new Key("kms:ResourceAliases", Kind.MULTIVALUED, ALIASES),
            new Key("kms:GrantOperations", Kind.MULTIVALUED, List.of("Encrypt", "Decrypt", "CreateGrant")),
            new Key("kms:ScheduleKeyDeletionPendingWindowInDays", Kind.NUMBER, NUMBERS),
            new Key("aws:CurrentTime", Kind.DATE, DATES),
            new Key("aws:EpochTime", Kind.DATE, DATES),
            new Key("aws:MultiFactorAuthPresent", Kind.BOOL, BOOLS),
            new Key("aws:SecureTransport", Kind.BOOL, BOOLS),
            new Key("aws:SourceArn", Kind.ARN, ARNS),
            new Key("aws:SourceIp", Kind.ADDRESS, ADDRESSES),
            new Key("app:Blob", Kind.BYTES, BYTES));

    private ContextGenerator() {}

    static SequencedMap<String, List<String>> make(Dice dice, Principal caller, String account) {
        SequencedMap<String, List<String>> context = new LinkedHashMap<>();
        context.put("aws:PrincipalArn", List.of(principalArn(caller)));
        context.put("aws:PrincipalAccount", List.of(account));
        if (caller instanceof Principal.User user) {
            String resource = user.arn().resource();
            context.put("aws:username", List.of(resource.substring(resource.lastIndexOf('/') + 1)));
        }
        for (Key key : KEYS) {
            if (dice.percent(55)) {
                int count = key.kind() == Kind.MULTIVALUED ? dice.count(3) : 1;
                // a single-valued key with several values should not happen; the answer must not depend on luck
                count = dice.percent(3) ? dice.below(3) : count;
                context.put(dice.recased(key.name()), dice.listOf(count, () -> dice.oneOf(key.values())));
            }
        }
        return context;
    }

    private static String principalArn(Principal caller) {
        return switch (caller) {
            case Principal.Root root -> "arn:aws:iam::" + root.account() + ":root";
            case Principal.User user -> user.arn().toString();
            case Principal.RoleSession session -> session.role().toString();
            case Principal.FederatedUser federated -> federated.session().toString();
            case Principal.Service service -> service.name();
            case Principal.WebIdentity identity -> identity.provider();
        };
    }
}
