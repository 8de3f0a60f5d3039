package io.claviger.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A compiled policy: immutable, safe to share and to keep for as long as its text stays the same. */
public final class PolicyDocument {
    private final PolicyKind kind;
    private final List<Statement> allows;
    private final List<Statement> denies;
    private final List<PrincipalPattern> principals;

    PolicyDocument(PolicyKind kind, List<Statement> statements, List<PrincipalPattern> principals) {
        this.kind = kind;
        this.allows = withEffect(statements, Effect.ALLOW);
        this.denies = withEffect(statements, Effect.DENY);
        this.principals = principals.stream().distinct().toList();
    }

    private static List<Statement> withEffect(List<Statement> statements, Effect effect) {
        return statements.stream()
                .filter(statement -> statement.effect() == effect)
                .toList();
    }

    public PolicyKind kind() {
        return kind;
    }

    /** The principals that the document names, in Principal and NotPrincipal, each once. */
    public List<PrincipalPattern> principals() {
        return principals;
    }

    /** The first Deny that applies. */
    @Nullable
    Statement deny(AccessRequest request, boolean isBounded) {
        return first(denies, request, isBounded);
    }

    /** The first Allow that applies. */
    @Nullable
    Statement allow(AccessRequest request, boolean isBounded) {
        return first(allows, request, isBounded);
    }

    /** The Allow that names the caller in the strongest way; the first of several. */
    @Nullable
    StrongestAllow strongestAllow(AccessRequest request, boolean isBounded) {
        PrincipalMatch strongest = PrincipalMatch.NONE;
        Statement found = null;
        for (int i = 0; i < allows.size() && !strongest.isUnlimited(); i++) {
            PrincipalMatch match = allows.get(i).applies(request, isBounded);
            if (match.compareTo(strongest) > 0) {
                strongest = match;
                found = allows.get(i);
            }
        }
        return found == null ? null : new StrongestAllow(found, strongest);
    }

    private static @Nullable Statement first(List<Statement> statements, AccessRequest request, boolean isBounded) {
        for (int i = 0; i < statements.size(); i++) {
            if (statements.get(i).applies(request, isBounded) != PrincipalMatch.NONE) {
                return statements.get(i);
            }
        }
        return null;
    }

    record StrongestAllow(Statement statement, PrincipalMatch match) {}
}
