package io.claviger.authz;

import io.claviger.authz.condition.CataloguedKeys;
import io.claviger.authz.condition.ConditionKeys;
import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.common.ErrorCode;
import io.claviger.common.Json;
import io.claviger.common.JsonReader;
import io.claviger.common.KmsException;
import io.claviger.common.MalformedJsonException;
import io.claviger.key.PolicyText;
import io.claviger.operation.Call;
import io.claviger.operation.Quotas;
import io.claviger.operation.policy.KeyPolicyRules;
import io.claviger.policy.AccessRequest;
import io.claviger.policy.Action;
import io.claviger.policy.DefaultKeyPolicy;
import io.claviger.policy.LintWarning;
import io.claviger.policy.LockoutCheck;
import io.claviger.policy.ParseResult;
import io.claviger.policy.PolicyDocument;
import io.claviger.policy.PolicyKind;
import io.claviger.policy.PolicyLinter;
import io.claviger.policy.PolicyParser;
import io.claviger.policy.PolicyProblem;
import io.claviger.policy.PrincipalPattern;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The rules for new key policies, on the policy engine and the directory of principals. */
public final class PolicyAdmission implements KeyPolicyRules {
    private final JsonReader reader;
    private final PrincipalDirectory directory;
    private final Quotas quotas;
    private final PolicyWarnings warnings;

    public PolicyAdmission(JsonReader reader, PrincipalDirectory directory, Quotas quotas, PolicyWarnings warnings) {
        this.reader = reader;
        this.directory = directory;
        this.quotas = quotas;
        this.warnings = warnings;
    }

    @Override
    public PolicyText defaultPolicy(AccountId account) {
        return PolicyText.of(DefaultKeyPolicy.text(account));
    }

    @Override
    public Uni<PolicyText> accept(String text, Call<?> call, Arn key, boolean bypassLockoutCheck) {
        if (text.getBytes(StandardCharsets.UTF_8).length > quotas.policyBytes()) {
            throw new KmsException(
                    ErrorCode.LIMIT_EXCEEDED, "The key policy is longer than " + quotas.policyBytes() + " bytes.");
        }
        Json json = read(text);
        PolicyDocument document = parse(json);
        return principalsExist(document).map(exist -> {
            if (!exist) {
                throw malformed(PolicyProblem.INVALID_PRINCIPALS);
            }
            if (!bypassLockoutCheck && !LockoutCheck.passes(document, lockoutRequest(call, key), false)) {
                throw malformed(LockoutCheck.MESSAGE);
            }
            warn(key, json);
            return PolicyText.of(text);
        });
    }

    private void warn(Arn key, Json json) {
        List<LintWarning> found =
                PolicyLinter.lint(json, PolicyKind.KEY, new CataloguedKeys(), new CataloguedActions()).stream()
                        .filter(warning -> warning.kind().severity() == LintWarning.Severity.WARNING)
                        .toList();
        if (!found.isEmpty()) {
            warnings.accepted(key, found);
        }
    }

    private Json read(String text) {
        try {
            return reader.read(text);
        } catch (MalformedJsonException e) {
            throw malformed("Policy document: " + e.getMessage());
        }
    }

    private static PolicyDocument parse(Json json) {
        return switch (PolicyParser.parse(json, PolicyKind.KEY)) {
            case ParseResult.Accepted accepted -> accepted.document();
            case ParseResult.Refused refused -> {
                PolicyProblem first = refused.problems().getFirst();
                throw new KmsException(first.errorCode(), first.message());
            }
        };
    }

    /** As if the caller put the next policy in the same way. */
    private static AccessRequest lockoutRequest(Call<?> call, Arn key) {
        return AccessRequest.onResource(
                Principals.of(call.caller()),
                Action.of("kms:PutKeyPolicy"),
                key,
                new AccountId(key.account()),
                ConditionKeys.nextPolicyContext(call, key));
    }

    private Uni<Boolean> principalsExist(PolicyDocument document) {
        Uni<Boolean> all = Uni.createFrom().item(true);
        for (PrincipalPattern pattern : document.principals()) {
            all = all.flatMap(soFar ->
                    soFar ? directory.exists(pattern) : Uni.createFrom().item(false));
        }
        return all;
    }

    private static KmsException malformed(String message) {
        return new KmsException(ErrorCode.MALFORMED_POLICY_DOCUMENT, message);
    }
}
