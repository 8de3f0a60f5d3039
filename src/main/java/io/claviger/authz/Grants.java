package io.claviger.authz;

import io.claviger.authn.Caller;
import io.claviger.common.AccountId;
import io.claviger.key.Grant;
import io.claviger.key.GrantConstraints;
import io.claviger.key.GrantLead;
import io.claviger.key.GrantOperation;
import io.claviger.key.GrantToken;
import io.claviger.key.KmsKey;
import io.claviger.operation.Call;
import io.claviger.operation.GrantTokens;
import io.claviger.operation.HasEncryptionContext;
import io.claviger.operation.HasNewGrant;
import io.claviger.operation.Permission;
import io.claviger.policy.Context;
import io.claviger.policy.GrantMatch;
import io.claviger.storage.GrantSearch;
import io.claviger.storage.Storage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the grants that speak for a call (grants.md, sections 4, 6 and 7). */
final class Grants {
    private final Storage storage;

    Grants(Storage storage) {
        this.storage = storage;
    }

    /** What a permission asks of a grant. */
    private record Wanted(
            Caller caller,
            GrantOperation operation,
            Map<String, String> encryptionContext,
            @Nullable String sourceArn,
            @Nullable HasNewGrant newGrant) {

        static Optional<Wanted> of(Call<?> call, Permission permission, Context context) {
            return GrantOperation.ofAction(permission.action())
                    .filter(operation -> operation != GrantOperation.RETIRE_GRANT)
                    .map(operation -> new Wanted(
                            call.caller(),
                            operation,
                            pairs(call.input(), permission.action()),
                            sourceArn(context),
                            call.input() instanceof HasNewGrant request ? request : null));
        }

        private static Map<String, String> pairs(Record input, String action) {
            Map<String, String> pairs =
                    input instanceof HasEncryptionContext request ? request.encryptionContextFor(action) : null;
            return pairs == null ? Map.of() : pairs;
        }

        private static @Nullable String sourceArn(Context context) {
            List<String> values = context.values(Context.fold("aws:SourceArn"));
            return values.size() == 1 ? values.getFirst() : null;
        }

        List<String> identities() {
            List<String> all = new ArrayList<>(Principals.identities(caller));
            Principals.account(caller).map(AccountId::value).ifPresent(all::add);
            return all;
        }

        /** Whether the grant allows it, as far as that is the grant's affair. */
        boolean isIn(Grant grant) {
            return grant.operations().contains(operation)
                    && identities().contains(grant.grantee().identity())
                    && grant.constraints().hold(operation, encryptionContext, sourceArn)
                    && (newGrant == null || isWithin(newGrant, grant));
        }

        /** A grant that was made by means of another may do no more than that one. */
        private static boolean isWithin(HasNewGrant request, Grant parent) {
            GrantConstraints constraints = request.grantConstraints();
            return parent.operations().containsAll(request.grantOperations())
                    && constraints.areWithin(parent.constraints());
        }

        GrantMatch match(Grant grant) {
            return new GrantMatch(
                    grant.id().value(),
                    grant.grantee().identity().equals(caller.account().value()));
        }
    }

    /**
     * Grants on the key that match the permission, at most one of each kind: which of them it is does not matter for the
     * decision, and there may be as many as a key can have. Those that the request has tokens of count even when this node
     * does not know them yet; they are asked for only if the others do not do. Fails with InvalidGrantTokenException for
     * a token of a grant that is gone.
     *
     * @param suffices whether one match is all that is needed
     */
    Uni<List<GrantMatch>> matching(
            Call<?> call, Permission permission, KmsKey key, Context context, Predicate<GrantMatch> suffices) {
        Optional<Wanted> asked = Wanted.of(call, permission, context);
        if (asked.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        Wanted wanted = asked.get();
        GrantSearch search = new GrantSearch(
                key.account(),
                key.region(),
                key.id(),
                wanted.operation(),
                wanted.identities(),
                GrantLead.ofRequest(wanted.operation(), wanted.encryptionContext(), wanted.sourceArn()));
        return storage.findGrants(search, grant -> wanted.isIn(grant) && suffices.test(wanted.match(grant)))
                .map(found -> matches(found, wanted))
                .chain(matches -> matches.stream().anyMatch(suffices)
                        ? Uni.createFrom().item(matches)
                        : withTokens(matches, call, key, wanted));
    }

    private Uni<List<GrantMatch>> withTokens(List<GrantMatch> matches, Call<?> call, KmsKey key, Wanted wanted) {
        List<GrantToken> tokens = GrantTokens.of(call.input()).stream()
                .filter(token -> token.account().equals(key.account())
                        && token.region().equals(key.region())
                        && token.keyId().equals(key.id()))
                .toList();
        if (tokens.isEmpty()) {
            return Uni.createFrom().item(matches);
        }
        boolean isOwn = key.account().equals(call.account());
        return Multi.createFrom()
                .iterable(tokens)
                .onItem()
                .transformToUniAndConcatenate(token -> grantOf(token, isOwn))
                .collect()
                .asList()
                .map(found -> matches(found.stream().flatMap(Optional::stream).toList(), wanted))
                .map(ofTokens -> oneOfEachKind(Stream.concat(matches.stream(), ofTokens.stream())));
    }

    /** Of a key of another account it does not show whether there is such a grant. */
    private Uni<Optional<Grant>> grantOf(GrantToken token, boolean isOwn) {
        return storage.findGrant(token.account(), token.region(), token.keyId(), token.grantId())
                .invoke(found -> {
                    if (isOwn && found.isEmpty()) {
                        throw GrantTokens.invalid();
                    }
                });
    }

    private static List<GrantMatch> matches(List<Grant> grants, Wanted wanted) {
        return oneOfEachKind(grants.stream().filter(wanted::isIn).map(wanted::match));
    }

    private static List<GrantMatch> oneOfEachKind(Stream<GrantMatch> matches) {
        Map<Boolean, GrantMatch> kinds = new LinkedHashMap<>();
        matches.forEach(match -> kinds.putIfAbsent(match.throughAccount(), match));
        return List.copyOf(kinds.values());
    }

    /**
     * Who may retire a grant: whom it names for that, its grantee if it has the operation RetireGrant, and the account
     * in which it was made. An account's own users need an identity policy, too.
     */
    static List<GrantMatch> retiring(Caller caller, Grant grant) {
        List<String> entitled = new ArrayList<>();
        grant.retiringPrincipal().ifPresent(principal -> entitled.add(principal.identity()));
        if (grant.operations().contains(GrantOperation.RETIRE_GRANT)) {
            entitled.add(grant.grantee().identity());
        }
        if (Principals.identities(caller).stream().anyMatch(entitled::contains)) {
            return List.of(new GrantMatch(grant.id().value(), false));
        }
        return Principals.account(caller)
                .filter(account ->
                        entitled.contains(account.value()) || grant.issuer().equals(account))
                .map(account -> List.of(new GrantMatch(grant.id().value(), true)))
                .orElse(List.of());
    }
}
