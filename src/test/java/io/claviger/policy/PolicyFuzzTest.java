package io.claviger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.common.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/** JSON of the right words in the wrong places, from a fixed seed: reading and deciding are total. */
class PolicyFuzzTest {
    private static final int ROUNDS = 50_000;
    private static final AccountId ACCOUNT = new AccountId("111122223333");
    private static final List<PolicyKind> KINDS = List.of(PolicyKind.values());
    private static final List<String> NAMES = List.of(
            "Version",
            "Id",
            "Statement",
            "Sid",
            "Effect",
            "Principal",
            "NotPrincipal",
            "Action",
            "NotAction",
            "Resource",
            "NotResource",
            "Condition",
            "AWS",
            "Service",
            "Federated",
            "StringLike",
            "ForAllValues:NumericLessThan",
            "Null",
            "kms:ViaService",
            "aws:CurrentTime",
            "");
    private static final List<String> TEXTS = List.of(
            "",
            "*",
            "?",
            "Allow",
            "Deny",
            "2012-10-17",
            "kms:*",
            "arn:aws:iam::111122223333:root",
            "arn:aws:iam::111122223333:user/",
            "arn:aws:sts::111122223333:assumed-role/",
            "assumed-role/",
            "arn:::::",
            "${aws:username}",
            "${",
            "${}",
            "${a,'",
            "${a, '}",
            "}",
            "1e999",
            "-",
            "::",
            "10.0.0.0/",
            "\uD83D",
            "2026-",
            "true");

    private final Random random = new Random(20260102);

    @Test
    void everyDocumentCompilesAndDecides() {
        AccessRequest request = AccessRequest.onResource(
                new Principal.User(ACCOUNT, Arn.user(ACCOUNT, "/", "A"), "AIDAEXAMPLEEXAMPLE01"),
                Action.of("kms:Decrypt"),
                new Arn("aws", "kms", "us-west-2", ACCOUNT.value(), "key/abc"),
                ACCOUNT,
                Context.builder()
                        .put("kms:ViaService", "\uDE00")
                        .putAll("aws:CurrentTime", List.of("", "1e5", "2026-01-01"))
                        .build());

        for (int i = 0; i < ROUNDS; i++) {
            Json json = document();
            PolicyKind kind = KINDS.get(random.nextInt(KINDS.size()));
            PolicyDocument document = PolicyParser.compile(json, kind);
            PolicySet policies = kind.hasPrincipals()
                    ? PolicySet.EMPTY.withResourcePolicy(document)
                    : PolicySet.EMPTY.withIdentityPolicies(List.of(document));

            ExplanationChecks.agreesWithEngine(request, policies);
            assertThat(PolicyParser.parse(json, kind)).isNotNull();
            assertThat(PolicyLinter.lint(json, kind, PolicyLinterTest.KEYS, PolicyLinterTest.ACTIONS))
                    .isNotNull();
        }
    }

    private Json document() {
        if (random.nextInt(20) == 0) {
            return json(3);
        }
        SequencedMap<String, Json> members = new LinkedHashMap<>();
        members.put("Version", new Json.Str("2012-10-17"));
        members.put("Statement", statement());
        return new Json.Obj(members);
    }

    private Json statement() {
        SequencedMap<String, Json> members = new LinkedHashMap<>();
        members.put("Effect", new Json.Str(random.nextBoolean() ? "Allow" : "Deny"));
        for (int i = random.nextInt(6); i > 0; i--) {
            members.put(NAMES.get(3 + random.nextInt(9)), json(3));
        }
        return new Json.Obj(members);
    }

    private Json json(int depth) {
        return switch (random.nextInt(depth == 0 ? 4 : 8)) {
            case 0 -> new Json.Num(TEXTS.get(random.nextInt(TEXTS.size())));
            case 1 -> new Json.Bool(random.nextBoolean());
            case 2 -> new Json.Null();
            case 3, 4 -> new Json.Str(text());
            case 5 -> array(depth);
            default -> object(depth);
        };
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size())) + TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private Json array(int depth) {
        List<Json> items = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            items.add(json(depth - 1));
        }
        return new Json.Arr(items);
    }

    private Json object(int depth) {
        SequencedMap<String, Json> members = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            members.put(NAMES.get(random.nextInt(NAMES.size())), json(depth - 1));
        }
        return new Json.Obj(members);
    }
}
