package io.claviger.iam;

import java.util.List;
import java.util.Optional;

/**
 * A kind of {@link Entity}, typed by its records.
 *
 * @param name as the database has it; never changes
 */
public record EntityKind<E extends Entity>(String name, Class<E> type) {
    public static final EntityKind<User> USER = new EntityKind<>("user", User.class);
    public static final EntityKind<Role> ROLE = new EntityKind<>("role", Role.class);
    public static final EntityKind<Group> GROUP = new EntityKind<>("group", Group.class);
    public static final EntityKind<ManagedPolicy> POLICY = new EntityKind<>("policy", ManagedPolicy.class);
    public static final EntityKind<OidcProvider> OIDC_PROVIDER = new EntityKind<>("oidc-provider", OidcProvider.class);
    public static final EntityKind<TokenIssuer> TOKEN_ISSUER = new EntityKind<>("token-issuer", TokenIssuer.class);
    public static final EntityKind<RegisteredService> SERVICE = new EntityKind<>("service", RegisteredService.class);

    public static final List<EntityKind<?>> ALL =
            List.of(USER, ROLE, GROUP, POLICY, OIDC_PROVIDER, TOKEN_ISSUER, SERVICE);

    public static Optional<EntityKind<?>> named(String name) {
        return ALL.stream().filter(kind -> kind.name.equals(name)).findFirst();
    }
}
