package io.claviger.policy.record;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.policy.Context;
import io.claviger.policy.Principal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The caller of a record: an ARN as {@code GetCallerIdentity} says it, or the name of a service. What else a policy may
 * call the caller stands in the context: the role of a session in {@code aws:PrincipalArn}, where it has a path, and the
 * unique id in {@code aws:userid}.
 */
final class RecordPrincipals {
    private static final Pattern SERVICE = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,100}[a-z0-9])?\\.amazonaws\\.com");
    private static final Pattern PATH_AND_NAME = Pattern.compile("/([\\x21-\\x7E]{1,510}/)?[\\w+=,.@-]{1,64}");
    private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]{1,64}");

    private RecordPrincipals() {}

    /** Empty if the text names nobody who can call. */
    static Optional<Principal> read(String text, Context context) {
        if (SERVICE.matcher(text).matches()) {
            return Optional.of(new Principal.Service(text));
        }
        return Arn.parse(text)
                .filter(arn -> arn.partition().equals(Arn.PARTITION)
                        && arn.region().isEmpty()
                        && AccountId.isValid(arn.account()))
                .flatMap(arn -> switch (arn.service()) {
                    case "iam" -> ofIam(arn, context);
                    case "sts" -> ofSts(arn, context);
                    default -> Optional.empty();
                });
    }

    private static Optional<Principal> ofIam(Arn arn, Context context) {
        AccountId account = new AccountId(arn.account());
        if (arn.resource().equals("root")) {
            return Optional.of(new Principal.Root(account));
        }
        String rest = after("user", arn);
        return PATH_AND_NAME.matcher(rest).matches()
                ? Optional.of(new Principal.User(account, arn, uniqueId(context).orElse("AIDA")))
                : Optional.empty();
    }

    private static Optional<Principal> ofSts(Arn arn, Context context) {
        AccountId account = new AccountId(arn.account());
        List<String> parts = List.of(arn.resource().split("/", -1));
        boolean areNames = parts.stream().skip(1).allMatch(NAME.asMatchPredicate());
        if (areNames && parts.size() == 2 && parts.getFirst().equals("federated-user")) {
            return Optional.of(new Principal.FederatedUser(account, arn, Arn.user(account, "/", parts.get(1))));
        }
        if (areNames && parts.size() == 3 && parts.getFirst().equals("assumed-role")) {
            String role = parts.get(1);
            Arn withoutPath = new Arn(Arn.PARTITION, "iam", "", account.value(), "role/" + role);
            return Optional.of(new Principal.RoleSession(
                    account,
                    roleInContext(context, account, role).orElse(withoutPath),
                    arn,
                    uniqueId(context).orElse("AROA")));
        }
        return Optional.empty();
    }

    private static Optional<Arn> roleInContext(Context context, AccountId account, String role) {
        List<String> values = context.values(Context.fold("aws:PrincipalArn"));
        return values.size() != 1
                ? Optional.empty()
                : Arn.parse(values.getFirst())
                        .filter(arn -> arn.account().equals(account.value())
                                && arn.service().equals("iam")
                                && after("role", arn).endsWith("/" + role));
    }

    private static String after(String kind, Arn arn) {
        return arn.resource().startsWith(kind + "/") ? arn.resource().substring(kind.length()) : "";
    }

    /** {@code AIDA…} of a user, {@code AROA…:session} of a session. */
    private static Optional<String> uniqueId(Context context) {
        List<String> values = context.values(Context.fold("aws:userid"));
        return values.size() != 1
                ? Optional.empty()
                : Optional.of(values.getFirst().split(":", 2)[0]);
    }
}
