package io.claviger.policy.reference;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.policy.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The few names of which cases are made, so that they often meet. */
final class World {
    static final List<String> ACCOUNTS = List.of("111122223333", "444455556666");
    static final List<String> SERVICES = List.of("ec2.amazonaws.com", "s3.amazonaws.com");
    static final List<String> ACTIONS = List.of(
            "kms:Encrypt",
            "kms:Decrypt",
            "kms:ReEncryptFrom",
            "kms:ReEncryptTo",
            "kms:GenerateDataKey",
            "kms:GenerateDataKeyWithoutPlaintext",
            "kms:CreateGrant",
            "kms:DescribeKey");
    static final List<String> ACCOUNT_ACTIONS = List.of("kms:CreateKey", "kms:ListKeys", "kms:CreateAlias");
    static final List<String> KEYS =
            List.of("1234abcd-12ab-34cd-56ef-1234567890ab", "mrk-0987dcba09fe87dc65baab0987654321");
    static final List<Principal> CALLERS = callers();

    /** What a statement may name, besides services; some entries name nobody. */
    static final List<String> NAMES = names();

    private World() {}

    static String keyArn(String account, String key) {
        return "arn:aws:kms:us-west-2:" + account + ":key/" + key;
    }

    static String account(Principal caller) {
        return switch (caller) {
            case Principal.Root root -> root.account().value();
            case Principal.User user -> user.account().value();
            case Principal.RoleSession session -> session.account().value();
            case Principal.FederatedUser federated -> federated.account().value();
            case Principal.Service service -> ACCOUNTS.getFirst();
            case Principal.WebIdentity identity -> ACCOUNTS.getFirst();
        };
    }

    /** The ways in which a policy can name the caller. */
    static List<String> namesOf(Principal caller) {
        String account = account(caller);
        String root = "arn:aws:iam::" + account + ":root";
        return switch (caller) {
            case Principal.Root ignored -> List.of(root, account);
            case Principal.User user -> List.of(user.arn().toString(), user.uniqueId(), root, account);
            case Principal.RoleSession session ->
                List.of(session.role().toString(), session.session().toString(), session.roleId(), root, account);
            case Principal.FederatedUser federated ->
                List.of(federated.session().toString(), federated.issuer().toString(), root, account);
            case Principal.Service ignored -> List.of("*");
            case Principal.WebIdentity ignored -> List.of("*");
        };
    }

    private static List<Principal> callers() {
        List<Principal> all = new ArrayList<>();
        for (String number : ACCOUNTS) {
            AccountId account = new AccountId(number);
            char digit = number.charAt(0);
            all.add(new Principal.Root(account));
            all.add(new Principal.User(account, Arn.user(account, "/", "Bob"), "AIDABOB" + digit + "EXAMPLE00"));
            all.add(new Principal.User(account, Arn.user(account, "/ops/", "Alice"), "AIDAALICE" + digit + "EXAMPLE"));
            for (String session : List.of("s1", "alice@example.com")) {
                all.add(session(account, "App", "App", session, "AROAAPP" + digit + "EXAMPLE00"));
                all.add(session(account, "team/blue/Admin", "Admin", session, "AROAADMIN" + digit + "EXAMPLE"));
            }
            all.add(new Principal.FederatedUser(
                    account, new Arn("aws", "sts", "", number, "federated-user/Bob"), Arn.user(account, "/", "Bob")));
            all.add(new Principal.FederatedUser(
                    account, new Arn("aws", "sts", "", number, "federated-user/Carol"), Arn.root(account)));
        }
        SERVICES.forEach(service -> all.add(new Principal.Service(service)));
        return List.copyOf(all);
    }

    private static Principal session(AccountId account, String role, String name, String session, String id) {
        return new Principal.RoleSession(
                account,
                new Arn("aws", "iam", "", account.value(), "role/" + role),
                new Arn("aws", "sts", "", account.value(), "assumed-role/" + name + "/" + session),
                id);
    }

    private static List<String> names() {
        Stream<String> near = Stream.of(
                "arn:aws:iam::111122223333:user/bob",
                "arn:aws:iam::111122223333:user/Alice",
                "arn:aws:iam::111122223333:role/Admin",
                "arn:aws:iam::111122223333:role/AppX",
                "arn:aws:sts::111122223333:assumed-role/App/s2",
                "arn:aws:iam::777788889999:root",
                "777788889999");
        return Stream.concat(CALLERS.stream().flatMap(caller -> namesOf(caller).stream()), near)
                .filter(name -> !name.equals("*"))
                .toList();
    }
}
