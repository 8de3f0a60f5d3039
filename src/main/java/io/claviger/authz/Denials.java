package io.claviger.authz;

import io.claviger.common.KmsException;
import io.claviger.operation.Call;
import io.claviger.operation.Permission;
import io.claviger.operation.Target;
import io.claviger.policy.AccessRequest;
import io.claviger.policy.Decision;
import io.claviger.policy.Layer;
import io.claviger.policy.StatementReference;

/** The texts of AccessDeniedException (wire-protocol.md, section 4), and the fuller reasons for the audit record. */
final class Denials {
    private static final String NO_ACCESS = " because the resource does not exist in this Region, no resource-based"
            + " policies allow access, or a resource-based policy explicitly denies access";

    private Denials() {}

    static KmsException unavailable(Call<?> call, Permission permission, Target.UnavailableKey target) {
        return nowhere(call, permission, target.named());
    }

    static KmsException explicit(
            Call<?> call, Permission permission, RecordedDecision record, Decision.ExplicitlyDenied denied) {
        StatementReference statement = denied.statement();
        String reason = "explicit deny by " + describe(statement);
        if (permission.target() instanceof Target.Key key && isForeign(call, key)) {
            return nowhere(call, permission, key.named());
        }
        return Authorizer.accessDenied(
                start(call, permission) + " on resource: " + record.resource() + " with an explicit deny in "
                        + statement.layer().wordsWithArticle(),
                reason,
                record);
    }

    static KmsException implicit(
            Call<?> call, Permission permission, RecordedDecision record, Decision.ImplicitlyDenied denied) {
        Layer layer = missingLayer(permission, record, denied);
        String reason = "no statement of " + layer.wordsWithArticle() + " allows it (" + denied.missing() + ")";
        if (permission.target() instanceof Target.Key key && isForeign(call, key)) {
            return nowhere(call, permission, key.named());
        }
        return Authorizer.accessDenied(
                start(call, permission) + " on resource: " + record.resource() + " because no " + layer.words()
                        + " allows the " + permission.action() + " action",
                reason,
                record);
    }

    /** Where only identity policies could have allowed, it is they that did not. */
    private static Layer missingLayer(
            Permission permission, RecordedDecision record, Decision.ImplicitlyDenied denied) {
        boolean isOnKey = permission.target() instanceof Target.Key;
        boolean isLeftToAccount =
                record.scope() == AccessRequest.Scope.GRANT && !record.grants().isEmpty();
        return denied.missing().layer() == Layer.RESOURCE && (!isOnKey || isLeftToAccount)
                ? Layer.IDENTITY
                : denied.missing().layer();
    }

    private static boolean isForeign(Call<?> call, Target.Key target) {
        return !target.key().account().equals(call.account());
    }

    /**
     * The same for a key that does not exist and for one of another account that must not be used, in the answer and in
     * the record, which is the caller's, too.
     */
    private static KmsException nowhere(Call<?> call, Permission permission, boolean named) {
        String place = named ? " on this resource" : " on the resource associated with this ciphertext";
        return Authorizer.accessDenied(
                start(call, permission) + place + NO_ACCESS, "the key does not exist or is another account's", null);
    }

    private static String start(Call<?> call, Permission permission) {
        return "User: " + call.caller().principal().displayName() + " is not authorized to perform: "
                + permission.action();
    }

    private static String describe(StatementReference statement) {
        String sid = statement.sid() == null ? "" : " (Sid " + statement.sid() + ")";
        return "statement " + statement.statement() + sid + " of "
                + statement.layer().words() + " " + statement.policy();
    }
}
