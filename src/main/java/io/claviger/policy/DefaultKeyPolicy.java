package io.claviger.policy;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;

/** The policy of a key that was created without one: the account's identity policies decide. */
public final class DefaultKeyPolicy {
    private DefaultKeyPolicy() {}

    /** The document, laid out as the real service does. */
    public static String text(AccountId account) {
        return """
                {
                  "Version" : "2012-10-17",
                  "Id" : "key-default-1",
                  "Statement" : [ {
                    "Sid" : "Enable IAM User Permissions",
                    "Effect" : "Allow",
                    "Principal" : {
                      "AWS" : "%s"
                    },
                    "Action" : "kms:*",
                    "Resource" : "*"
                  } ]
                }""".formatted(Arn.root(account));
    }
}
