package io.claviger.policy;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The answer to an {@link AccessRequest}, with what it rests on. */
public sealed interface Decision {

    default boolean isAllowed() {
        return this instanceof Allowed;
    }

    /**
     * The request may go on.
     *
     * @param statements those that allowed: of the resource policy, then of an identity policy, as far as they were
     *     needed
     * @param grantId the grant that allowed, where no policy did
     */
    record Allowed(
            Ground ground,
            List<StatementReference> statements,
            @Nullable String grantId) implements Decision {
        public Allowed {
            statements = List.copyOf(statements);
        }

        public Optional<String> grant() {
            return Optional.ofNullable(grantId);
        }
    }

    /** A statement forbids it; nothing can outweigh that. */
    record ExplicitlyDenied(StatementReference statement) implements Decision {}

    /** Nothing allows it. */
    record ImplicitlyDenied(Missing missing) implements Decision {}

    /** What allowed. */
    enum Ground {
        /** The resource policy names the caller in person. */
        RESOURCE_POLICY,
        /** The resource policy names the account; an identity policy allows, or the caller is the root user. */
        RESOURCE_POLICY_AND_IDENTITY,
        /** Identity policies alone, or the caller is the root user: for operations of the account. */
        IDENTITY,
        /** A grant, and no policy. */
        GRANT
    }

    /** The first layer without an allow. */
    enum Missing {
        NO_SERVICE_CONTROL_POLICY_ALLOWS(Layer.SERVICE_CONTROL),
        /** The resource policy neither allows nor delegates. */
        NO_RESOURCE_POLICY_ALLOWS(Layer.RESOURCE),
        /** The resource policy delegates, but no identity policy allows; or none does for an account operation. */
        NO_IDENTITY_POLICY_ALLOWS(Layer.IDENTITY),
        NO_BOUNDARY_ALLOWS(Layer.BOUNDARY),
        NO_SESSION_POLICY_ALLOWS(Layer.SESSION),
        /**
         * The resource is another account's, and its policy does not allow or the operation does not cross accounts.
         * The text for the caller must not tell this from a resource that does not exist.
         */
        FOREIGN_RESOURCE(Layer.RESOURCE);

        private final Layer layer;

        Missing(Layer layer) {
            this.layer = layer;
        }

        public Layer layer() {
            return layer;
        }
    }
}
