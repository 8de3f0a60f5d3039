package io.claviger.iam;

import io.claviger.key.PolicyText;
import java.util.Map;
import java.util.Optional;

/**
 * The policies of AWS's own that exist in every account, by ARN: those that make sense where there is KMS, IAM and STS
 * alone.
 *
 * @see <a href="https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html">AWS managed
 *     policies</a>
 */
public final class AwsManagedPolicies {
    private static final String PREFIX = "arn:aws:iam::aws:policy/";

    private static final Map<String, PolicyText> ALL = Map.of(
            PREFIX + "AdministratorAccess", policy("\"*\""),
            PREFIX + "IAMFullAccess", policy("\"iam:*\""),
            PREFIX + "IAMReadOnlyAccess",
                    policy("[\"iam:Get*\",\"iam:List*\",\"iam:SimulateCustomPolicy\",\"iam:SimulatePrincipalPolicy\"]"),
            PREFIX + "AWSKeyManagementServicePowerUser",
                    policy("[\"kms:CreateAlias\",\"kms:CreateKey\",\"kms:DeleteAlias\",\"kms:Describe*\","
                            + "\"kms:GenerateRandom\",\"kms:Get*\",\"kms:List*\",\"kms:TagResource\","
                            + "\"kms:UntagResource\",\"iam:ListGroups\",\"iam:ListRoles\",\"iam:ListUsers\"]"));

    private AwsManagedPolicies() {}

    public static boolean isArn(String arn) {
        return arn.startsWith(PREFIX);
    }

    public static Optional<PolicyText> find(String arn) {
        return Optional.ofNullable(ALL.get(arn));
    }

    /** Every one, by ARN. */
    public static Map<String, PolicyText> all() {
        return ALL;
    }

    private static PolicyText policy(String actions) {
        return PolicyText.of("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":" + actions
                + ",\"Resource\":\"*\"}]}");
    }
}
