package io.claviger.iam.mapping;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The principal that claims name: well-formed, and not known to exist. */
public sealed interface MappedPrincipal {
    AccountId account();

    Arn arn();

    /** The path begins and ends with a slash. */
    record User(AccountId account, String path, String name) implements MappedPrincipal {
        @Override
        public Arn arn() {
            return Arn.user(account, path, name);
        }
    }

    record RoleSession(AccountId account, String role, String session) implements MappedPrincipal {
        @Override
        public Arn arn() {
            return Arn.assumedRole(account, role, session);
        }
    }

    /** Of the ARN of a user or of a role session; empty for anything else. Lengths and characters as IAM has them. */
    static Optional<MappedPrincipal> parse(String text) {
        return Arn.parse(text)
                .filter(arn -> arn.partition().equals(Arn.PARTITION)
                        && arn.region().isEmpty()
                        && AccountId.isValid(arn.account()))
                .flatMap(Forms::parse);
    }

    /** Characters that the names of users, roles and sessions may have. */
    static boolean isName(String text) {
        return Forms.NAME.matcher(text).matches();
    }

    /** How the resources of such ARNs are written. */
    final class Forms {
        private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]+");
        private static final Pattern USER = Pattern.compile("user(/(?:[!-~&&[^/*?]]+/)*)([\\w+=,.@-]{1,64})");
        private static final Pattern SESSION = Pattern.compile("assumed-role/([\\w+=,.@-]{1,64})/([\\w+=,.@-]{2,64})");
        private static final int MAX_PATH = 512;

        private Forms() {}

        private static Optional<MappedPrincipal> parse(Arn arn) {
            AccountId account = new AccountId(arn.account());
            Matcher user = USER.matcher(arn.resource());
            if (arn.service().equals("iam") && user.matches() && user.group(1).length() <= MAX_PATH) {
                return Optional.of(new User(account, user.group(1), user.group(2)));
            }
            Matcher session = SESSION.matcher(arn.resource());
            if (arn.service().equals("sts") && session.matches()) {
                return Optional.of(new RoleSession(account, session.group(1), session.group(2)));
            }
            return Optional.empty();
        }
    }
}
