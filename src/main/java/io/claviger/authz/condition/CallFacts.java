package io.claviger.authz.condition;

import io.claviger.authn.Caller;
import io.claviger.authn.Session;
import io.claviger.common.AccountId;
import io.claviger.key.GrantConstraints;
import io.claviger.key.KmsKey;
import io.claviger.key.Tag;
import io.claviger.operation.Call;
import io.claviger.operation.HasEncryptionContext;
import io.claviger.operation.HasNewGrant;
import io.claviger.operation.HasNewKey;
import io.claviger.operation.HasTags;
import io.claviger.operation.KeyTraits;
import io.claviger.operation.Target;
import io.claviger.policy.Context;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call seen from one of its permissions: all that the catalogue fills condition keys from. For one thread. */
final class CallFacts {
    private final Call<?> call;
    private final String action;
    private final Target target;
    private final boolean isAboutNewKey;
    private final @Nullable List<String> aliases;
    private boolean lacksAliases;
    private @Nullable FoldedPairs encryptionContext;
    private @Nullable FoldedPairs resourceTags;
    private @Nullable FoldedPairs requestTags;
    private @Nullable FoldedPairs principalTags;

    /**
     * @param isAboutNewKey whether the resource is the key that the request makes, as if it were there already
     * @param aliases the names of all aliases of the target key; absent as long as nobody read them
     */
    CallFacts(Call<?> call, String action, Target target, boolean isAboutNewKey, @Nullable List<String> aliases) {
        this.call = call;
        this.action = action;
        this.target = target;
        this.isAboutNewKey = isAboutNewKey;
        this.aliases = aliases;
    }

    CallFacts withAliases(List<String> all) {
        return new CallFacts(call, action, target, isAboutNewKey, all);
    }

    Call<?> call() {
        return call;
    }

    boolean isAboutKey() {
        return isAboutNewKey || target instanceof Target.Key;
    }

    /** The account's own actions count as actions on the caller's account. */
    AccountId resourceAccount() {
        return target instanceof Target.Key found ? found.key().account() : call.account();
    }

    /** The properties of the target key or of the key that the request makes; null if there is neither. */
    @Nullable
    KeyTraits traits() {
        if (target instanceof Target.Key found) {
            return KeyTraits.of(found.key());
        }
        return call.input() instanceof HasNewKey request ? request.newKey() : null;
    }

    @Nullable
    String requestAlias() {
        return target instanceof Target.Key found ? found.requestAlias() : null;
    }

    /** The names of the key's aliases; empty, and noted as missing, as long as nobody read them. */
    List<String> aliases() {
        if (aliases == null) {
            lacksAliases = target instanceof Target.Key;
            return List.of();
        }
        return aliases;
    }

    boolean lacksAliases() {
        return lacksAliases;
    }

    /** Whether all keys of the call are one. */
    boolean isOneKey() {
        KmsKey first = null;
        for (Target each : call.targets()) {
            if (!(each instanceof Target.Key found)) {
                return false;
            }
            KmsKey key = found.key();
            if (first != null
                    && !(first.id().equals(key.id()) && first.account().equals(key.account()))) {
                return false;
            }
            first = key;
        }
        return true;
    }

    /** The pairs of the encryption context that this action works with; empty if there are none. */
    Map<String, String> encryptionContextPairs() {
        if (target instanceof Target.Key found && found.grant() != null) {
            return found.grant().constraints().pairs();
        }
        Map<String, String> pairs =
                call.input() instanceof HasEncryptionContext request ? request.encryptionContextFor(action) : null;
        return pairs == null ? Map.of() : pairs;
    }

    /** The constraints of the grant that the request makes or names; null if it is not about a grant. */
    @Nullable
    GrantConstraints grantConstraints() {
        if (target instanceof Target.Key found && found.grant() != null) {
            return found.grant().constraints();
        }
        return call.input() instanceof HasNewGrant request ? request.grantConstraints() : null;
    }

    FoldedPairs encryptionContext() {
        FoldedPairs pairs = encryptionContext;
        if (pairs == null) {
            pairs = FoldedPairs.of(encryptionContextPairs());
            encryptionContext = pairs;
        }
        return pairs;
    }

    FoldedPairs resourceTags() {
        FoldedPairs pairs = resourceTags;
        if (pairs == null) {
            List<Tag> tags = target instanceof Target.Key found ? found.key().tags() : sentTags();
            pairs = FoldedPairs.of(tags);
            resourceTags = pairs;
        }
        return pairs;
    }

    FoldedPairs requestTags() {
        FoldedPairs pairs = requestTags;
        if (pairs == null) {
            pairs = FoldedPairs.of(sentTags());
            requestTags = pairs;
        }
        return pairs;
    }

    /** The tags of the user or role; a tag of the session with the same key, whatever its case, stands in its place. */
    FoldedPairs principalTags() {
        FoldedPairs pairs = principalTags;
        if (pairs == null) {
            Session session = call.caller().session();
            pairs = FoldedPairs.of(call.caller().principal().tags());
            pairs = session == null || session.tags().isEmpty() ? pairs : pairs.overlaidBy(session.tags());
            principalTags = pairs;
        }
        return pairs;
    }

    /** The token that the caller, or its session, came from; null if there is none. */
    Session.@Nullable Federation federation() {
        Caller caller = call.caller();
        if (caller.principal() instanceof Caller.WebIdentity web) {
            return web.federation();
        }
        return caller.session() == null ? null : caller.session().federation();
    }

    /** The values of a claim by the folded name of its condition key. */
    List<String> claims(String foldedKey) {
        Session.Federation federation = federation();
        return federation == null
                ? List.of()
                : federation.claims().entrySet().stream()
                        .filter(claim -> Context.fold(claim.getKey()).equals(foldedKey))
                        .flatMap(claim -> claim.getValue().stream())
                        .toList();
    }

    private List<Tag> sentTags() {
        return call.input() instanceof HasTags request ? request.requestTags() : List.of();
    }

    String action() {
        return action;
    }
}
