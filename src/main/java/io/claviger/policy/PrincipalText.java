package io.claviger.policy;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import java.util.Optional;

/**
 * Reads the texts that name principals (IAM User Guide, reference_policies_elements_principal). What is malformed
 * becomes {@link PrincipalPattern.Unknown}.
 */
final class PrincipalText {
    private static final String USER = "user/";
    private static final String ROLE = "role/";
    private static final String GROUP = "group/";
    private static final String ASSUMED_ROLE = "assumed-role/";
    private static final String FEDERATED_USER = "federated-user/";

    private PrincipalText() {}

    /** An entry under {@code AWS}. */
    static PrincipalPattern aws(String text) {
        if (text.equals("*")) {
            return new PrincipalPattern.Everyone();
        }
        if (AccountId.isValid(text)) {
            return new PrincipalPattern.Account(new AccountId(text));
        }
        if (isUniqueId(text)) {
            return new PrincipalPattern.UniqueId(text);
        }
        return accountArn(text).map(PrincipalText::named).orElseGet(() -> new PrincipalPattern.Unknown(text));
    }

    private static PrincipalPattern named(Arn arn) {
        String resource = arn.resource();
        if (arn.service().equals("iam") && resource.equals("root")) {
            return new PrincipalPattern.Account(new AccountId(arn.account()));
        }
        if (arn.service().equals("iam") && isPathAndName(resource, USER)) {
            return new PrincipalPattern.User(arn);
        }
        if (arn.service().equals("iam") && isPathAndName(resource, ROLE)) {
            return new PrincipalPattern.Role(arn);
        }
        if (arn.service().equals("sts") && isRoleAndSession(resource)) {
            return new PrincipalPattern.Session(arn);
        }
        boolean isFederated = arn.service().equals("sts")
                && resource.startsWith(FEDERATED_USER)
                && isName(resource.substring(FEDERATED_USER.length()));
        return isFederated ? new PrincipalPattern.Session(arn) : new PrincipalPattern.Unknown(arn.toString());
    }

    /** An entry under {@code Service}. */
    static PrincipalPattern service(String text) {
        boolean isHostName = text.indexOf('.') > 0 && !text.endsWith(".") && !text.contains("..");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            isHostName &= isAlphanumeric(c) || c == '-' || c == '.';
        }
        return isHostName ? new PrincipalPattern.Service(text) : new PrincipalPattern.Unknown(text);
    }

    /** An entry under {@code Federated}: the ARN of a provider, or the host name of a well-known one. */
    static PrincipalPattern provider(String text) {
        boolean isName = !text.isEmpty() && text.indexOf('*') < 0 && text.indexOf('?') < 0;
        return isName ? new PrincipalPattern.Provider(text) : new PrincipalPattern.Unknown(text);
    }

    static boolean isGroup(String text) {
        return accountArn(text)
                .filter(arn -> arn.service().equals("iam") && arn.resource().startsWith(GROUP))
                .isPresent();
    }

    private static Optional<Arn> accountArn(String text) {
        return Arn.parse(text)
                .filter(arn -> arn.partition().startsWith("aws")
                        && arn.region().isEmpty()
                        && AccountId.isValid(arn.account()));
    }

    private static boolean isUniqueId(String text) {
        boolean isId = text.length() >= 16 && (text.startsWith("AIDA") || text.startsWith("AROA"));
        for (int i = 0; i < text.length(); i++) {
            isId &= isAlphanumeric(text.charAt(i));
        }
        return isId;
    }

    private static boolean isPathAndName(String resource, String prefix) {
        if (!resource.startsWith(prefix)) {
            return false;
        }
        for (int i = 0; i < resource.length(); i++) {
            char c = resource.charAt(i);
            if (c < '!' || c > '~' || c == '*' || c == '?') {
                return false;
            }
        }
        return isName(resource.substring(resource.lastIndexOf('/') + 1));
    }

    private static boolean isRoleAndSession(String resource) {
        int slash = resource.indexOf('/', ASSUMED_ROLE.length());
        return resource.startsWith(ASSUMED_ROLE)
                && slash > 0
                && isName(resource.substring(ASSUMED_ROLE.length(), slash))
                && isName(resource.substring(slash + 1));
    }

    private static boolean isName(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isAlphanumeric(c) && "_+=,.@-".indexOf(c) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
