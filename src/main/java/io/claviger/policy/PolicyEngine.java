package io.claviger.policy;

import io.claviger.policy.Decision.Allowed;
import io.claviger.policy.Decision.ExplicitlyDenied;
import io.claviger.policy.Decision.Ground;
import io.claviger.policy.Decision.ImplicitlyDenied;
import io.claviger.policy.Decision.Missing;
import io.claviger.policy.PolicyDocument.StrongestAllow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The decision (IAM User Guide, reference_policies_evaluation-logic; AWS KMS Developer Guide, policy-evaluation): total
 * and pure, the same for the same arguments, whatever the order of policies and statements.
 *
 * <p>An explicit deny of any layer first; then every level of service control policies; then the resource policy, with
 * the caller's own policies as far as it leaves something to them; then grants. The policies come before the grants, so
 * that an answer that rests on a grant rests on a grant alone.
 */
public final class PolicyEngine {
    private final AccessRequest request;
    private final AccessRequest resourceRequest;
    private final PolicySet policies;
    private final boolean isBounded;

    private PolicyEngine(AccessRequest request, PolicySet policies) {
        this.request = request;
        this.resourceRequest = request.forResourcePolicy();
        this.policies = policies;
        this.isBounded = policies.boundary() != null;
    }

    public static Decision decide(AccessRequest request, PolicySet policies) {
        return new PolicyEngine(request, policies).decide();
    }

    private Decision decide() {
        StatementReference deny = explicitDeny();
        if (deny != null) {
            return new ExplicitlyDenied(deny);
        }
        if (!everyControlLevelAllows()) {
            return new ImplicitlyDenied(Missing.NO_SERVICE_CONTROL_POLICY_ALLOWS);
        }
        boolean isAtHome = request.principal().isAtHomeIn(request.resourceAccount());
        return switch (request.scope()) {
            case ACCOUNT ->
                isAtHome ? byIdentity(Ground.IDENTITY, List.of()) : new ImplicitlyDenied(Missing.FOREIGN_RESOURCE);
            case GRANT ->
                orByGrant(
                        new ImplicitlyDenied(isAtHome ? Missing.NO_RESOURCE_POLICY_ALLOWS : Missing.FOREIGN_RESOURCE));
            case RESOURCE_POLICY ->
                isAtHome || policies.foreignersCount()
                        ? orByGrant(byResourcePolicy(isAtHome))
                        : new ImplicitlyDenied(Missing.FOREIGN_RESOURCE);
        };
    }

    private Decision byResourcePolicy(boolean isAtHome) {
        PolicyDocument policy = policies.resourcePolicy();
        StrongestAllow allow = policy == null ? null : policy.strongestAllow(resourceRequest, isBounded);
        if (allow == null) {
            return new ImplicitlyDenied(isAtHome ? Missing.NO_RESOURCE_POLICY_ALLOWS : Missing.FOREIGN_RESOURCE);
        }
        List<StatementReference> statements = List.of(allow.statement().reference(Layer.RESOURCE, 0));
        if (!isAtHome || !allow.match().isDirect()) {
            return byIdentity(Ground.RESOURCE_POLICY_AND_IDENTITY, statements);
        }
        Missing limit = allow.match().isUnlimited() ? null : missingLimit();
        return limit == null ? new Allowed(Ground.RESOURCE_POLICY, statements, null) : new ImplicitlyDenied(limit);
    }

    /** The caller's own policies: an identity policy, within boundary and session policy. */
    private Decision byIdentity(Ground ground, List<StatementReference> statements) {
        StatementReference identity = identityAllow();
        boolean isRoot = request.principal() instanceof Principal.Root;
        if (identity == null && !isRoot) {
            return new ImplicitlyDenied(Missing.NO_IDENTITY_POLICY_ALLOWS);
        }
        Missing limit = missingLimit();
        if (limit != null) {
            return new ImplicitlyDenied(limit);
        }
        List<StatementReference> all = new ArrayList<>(statements);
        if (identity != null) {
            all.add(identity);
        }
        return new Allowed(ground, all, null);
    }

    private Decision orByGrant(Decision decision) {
        List<GrantMatch> grants = policies.grants();
        for (int i = 0; i < grants.size() && !decision.isAllowed(); i++) {
            GrantMatch grant = grants.get(i);
            if (!grant.throughAccount() || byIdentity(Ground.GRANT, List.of()).isAllowed()) {
                return new Allowed(Ground.GRANT, List.of(), grant.grantId());
            }
        }
        return decision;
    }

    private @Nullable StatementReference identityAllow() {
        List<PolicyDocument> documents = policies.identityPolicies();
        for (int i = 0; i < documents.size(); i++) {
            Statement statement = documents.get(i).allow(request, isBounded);
            if (statement != null) {
                return statement.reference(Layer.IDENTITY, i);
            }
        }
        return null;
    }

    /** The first of boundary and session policy that does not allow; null if none limits. */
    private @Nullable Missing missingLimit() {
        PolicyDocument boundary = policies.boundary();
        if (boundary != null && boundary.allow(request, isBounded) == null) {
            return Missing.NO_BOUNDARY_ALLOWS;
        }
        List<PolicyDocument> sessions = policies.sessionPolicies();
        // a GetFederationToken session can do nothing that its session policy does not say
        boolean isLimited = !sessions.isEmpty() || request.principal() instanceof Principal.FederatedUser;
        return isLimited && !anyAllows(sessions) ? Missing.NO_SESSION_POLICY_ALLOWS : null;
    }

    private boolean everyControlLevelAllows() {
        List<List<PolicyDocument>> levels = policies.controlLevels();
        for (int i = 0; i < levels.size(); i++) {
            if (!anyAllows(levels.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean anyAllows(List<PolicyDocument> documents) {
        for (int i = 0; i < documents.size(); i++) {
            if (documents.get(i).allow(request, isBounded) != null) {
                return true;
            }
        }
        return false;
    }

    private @Nullable StatementReference explicitDeny() {
        StatementReference deny = null;
        int offset = 0;
        List<List<PolicyDocument>> levels = policies.controlLevels();
        for (int i = 0; i < levels.size() && deny == null; i++) {
            deny = deny(Layer.SERVICE_CONTROL, levels.get(i), offset);
            offset += levels.get(i).size();
        }
        if (deny == null && request.scope() != AccessRequest.Scope.ACCOUNT) {
            deny = deny(Layer.RESOURCE, policies.resourcePolicy(), resourceRequest);
        }
        if (deny == null) {
            deny = deny(Layer.IDENTITY, policies.identityPolicies(), 0);
        }
        if (deny == null) {
            deny = deny(Layer.BOUNDARY, policies.boundary(), request);
        }
        return deny == null ? deny(Layer.SESSION, policies.sessionPolicies(), 0) : deny;
    }

    private @Nullable StatementReference deny(Layer layer, @Nullable PolicyDocument document, AccessRequest asked) {
        Statement statement = document == null ? null : document.deny(asked, isBounded);
        return statement == null ? null : statement.reference(layer, 0);
    }

    private @Nullable StatementReference deny(Layer layer, List<PolicyDocument> documents, int offset) {
        for (int i = 0; i < documents.size(); i++) {
            Statement statement = documents.get(i).deny(request, isBounded);
            if (statement != null) {
                return statement.reference(layer, offset + i);
            }
        }
        return null;
    }
}
