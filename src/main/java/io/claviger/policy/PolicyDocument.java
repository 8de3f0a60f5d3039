package io.claviger.policy;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A compiled policy: immutable, safe to share and to keep for as long as its text stays the same. */
public final class PolicyDocument {
    private final PolicyKind kind;
    private final String id;
    private final List<Statement> statements;
    private final List<Statement> allows;
    private final List<Statement> denies;
    private final List<PrincipalPattern> principals;
    private final Set<String> mentionedKeys;

    PolicyDocument(PolicyKind kind, List<Statement> statements, List<PrincipalPattern> principals) {
        this(kind, "", statements, principals);
    }

    private PolicyDocument(PolicyKind kind, String id, List<Statement> statements, List<PrincipalPattern> principals) {
        this.kind = kind;
        this.id = id;
        this.statements = List.copyOf(statements);
        this.allows = withEffect(statements, Effect.ALLOW);
        this.denies = withEffect(statements, Effect.DENY);
        this.principals = principals.stream().distinct().toList();
        this.mentionedKeys =
                statements.stream().flatMap(Statement::mentionedKeys).collect(Collectors.toUnmodifiableSet());
    }

    private static List<Statement> withEffect(List<Statement> statements, Effect effect) {
        return statements.stream()
                .filter(statement -> statement.effect() == effect)
                .toList();
    }

    public PolicyKind kind() {
        return kind;
    }

    /** What its owner calls it, such as a hash of its text; empty until somebody says. The engine does not look at it. */
    public String id() {
        return id;
    }

    public PolicyDocument withId(String newId) {
        return new PolicyDocument(kind, newId, statements, principals);
    }

    /** The principals that the document names, in Principal and NotPrincipal, each once. */
    public List<PrincipalPattern> principals() {
        return principals;
    }

    /**
     * The condition keys that its statements mention, in conditions and in policy variables, {@linkplain Context#fold
     * folded}. A decision is a function of the policies, the principal, the action, the resource and the values of the
     * keys that the policies mention: it never depends on another key. Statements without effect mention nothing.
     */
    public Set<String> mentionedKeys() {
        return mentionedKeys;
    }

    /** Those that have an effect, in the order of the document. */
    List<Statement> statements() {
        return statements;
    }

    /** The document with one statement more. */
    PolicyDocument with(Statement statement) {
        return new PolicyDocument(
                kind, Stream.concat(statements.stream(), Stream.of(statement)).toList(), principals);
    }

    /** The document without the statement at that place; the others keep theirs. */
    PolicyDocument without(int index) {
        return new PolicyDocument(
                kind, statements.stream().filter(each -> each.index() != index).toList(), principals);
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
