package io.claviger.storage.postgres;

import io.claviger.common.AccountId;
import io.claviger.common.BugException;
import io.claviger.iam.Entity;
import io.claviger.iam.EntityKind;
import io.claviger.iam.Group;
import io.claviger.iam.ManagedPolicy;
import io.claviger.iam.OidcProvider;
import io.claviger.iam.Permissions;
import io.claviger.iam.RegisteredService;
import io.claviger.iam.Role;
import io.claviger.iam.TokenIssuer;
import io.claviger.iam.User;
import io.claviger.key.PolicyText;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Entities as JSON in a text column: all that has no column of its own. Every member is always written. */
final class EntityText {
    private static final String TAGS = "tags";
    private static final String PERMISSIONS = "permissions";
    private static final String DESCRIPTION = "description";
    private static final String JWKS_URL = "jwksUrl";
    private static final String JWKS = "jwks";
    private static final String ENABLED = "enabled";
    private static final String URL = "url";
    private static final String UNIQUE_ID = "uniqueId";

    private static final Map<String, BiFunction<EntityRow, DocumentReader, Entity>> READERS = Map.of(
            EntityKind.USER.name(), EntityText::user,
            EntityKind.ROLE.name(), EntityText::role,
            EntityKind.GROUP.name(), EntityText::group,
            EntityKind.POLICY.name(), EntityText::managedPolicy,
            EntityKind.OIDC_PROVIDER.name(), EntityText::provider,
            EntityKind.TOKEN_ISSUER.name(), EntityText::issuer,
            EntityKind.SERVICE.name(), EntityText::service);

    private EntityText() {}

    static Entity read(EntityRow row) {
        BiFunction<EntityRow, DocumentReader, Entity> reader = READERS.get(row.kind);
        if (reader == null) {
            throw new BugException("an entity is stored that is of no kind");
        }
        Entity entity = DocumentReader.read(new JsonObject(row.document), document -> reader.apply(row, document));
        if (!entity.id().equals(row.id) || !entity.name().equals(row.name)) {
            throw new BugException("an entity is stored under another id or name than its own");
        }
        return entity;
    }

    static String of(Entity entity) {
        return switch (entity) {
            case User user ->
                new JsonObject()
                        .put(TAGS, JsonText.pairs(user.tags()))
                        .put(PERMISSIONS, of(user.permissions()))
                        .put("groups", texts(user.groups()))
                        .put("upstream", of(user.upstream()))
                        .encode();
            case Role role ->
                new JsonObject()
                        .put(DESCRIPTION, role.description())
                        .put(TAGS, JsonText.pairs(role.tags()))
                        .put(PERMISSIONS, of(role.permissions()))
                        .put("trust", of(role.trust()))
                        .put("maxSessionSeconds", role.maxSessionSeconds())
                        .encode();
            case Group group ->
                new JsonObject().put(PERMISSIONS, of(group.permissions())).encode();
            case ManagedPolicy policy -> of(policy).encode();
            case OidcProvider provider ->
                new JsonObject()
                        .put(URL, provider.url())
                        .put("clientIds", texts(provider.clientIds()))
                        .put("thumbprints", texts(provider.thumbprints()))
                        .put(TAGS, JsonText.pairs(provider.tags()))
                        .encode();
            case TokenIssuer issuer ->
                new JsonObject()
                        .put("audiences", texts(issuer.audiences()))
                        .put(JWKS_URL, issuer.jwksUrl())
                        .put(JWKS, issuer.jwks())
                        .put("rules", issuer.rules())
                        .put(ENABLED, issuer.enabled())
                        .encode();
            case RegisteredService service ->
                new JsonObject()
                        .put("serviceAccount", service.serviceAccount().value())
                        .put(JWKS_URL, service.jwksUrl())
                        .put(JWKS, service.jwks())
                        .put("regions", texts(service.regions()))
                        .put(ENABLED, service.enabled())
                        .encode();
        };
    }

    static JsonObject of(PolicyText policy) {
        return new JsonObject().put("text", policy.text()).put("sha256", policy.sha256());
    }

    private static JsonObject of(ManagedPolicy policy) {
        var versions = new JsonArray();
        for (ManagedPolicy.Version version : policy.versions()) {
            versions.add(new JsonObject()
                    .put("number", version.number())
                    .put("policy", of(version.policy()))
                    .put("createdAt", version.createdAt().toString()));
        }
        return new JsonObject()
                .put(UNIQUE_ID, policy.uniqueId())
                .put("updatedAt", policy.updatedAt().toString())
                .put(DESCRIPTION, policy.description())
                .put(TAGS, JsonText.pairs(policy.tags()))
                .put("versions", versions)
                .put("defaultVersion", policy.defaultVersion())
                .put("lastVersion", policy.lastVersion());
    }

    private static JsonObject of(Permissions permissions) {
        var inline = new JsonArray();
        permissions
                .inline()
                .forEach((name, policy) ->
                        inline.add(new JsonObject().put("name", name).put("policy", of(policy))));
        return new JsonObject()
                .put("inline", inline)
                .put("attached", texts(permissions.attached()))
                .put("boundary", permissions.boundary());
    }

    private static @Nullable JsonObject of(User.@Nullable Upstream upstream) {
        return upstream == null
                ? null
                : new JsonObject()
                        .put("issuer", upstream.issuer())
                        .put("subject", upstream.subject())
                        .put(ENABLED, upstream.enabled());
    }

    private static JsonArray texts(Collection<String> texts) {
        return new JsonArray(List.copyOf(texts));
    }

    private static User user(EntityRow row, DocumentReader document) {
        JsonObject upstream = document.nullableObject("upstream");
        return new User(
                new AccountId(row.account),
                row.path,
                row.name,
                row.id,
                row.createdAt,
                JsonText.toTags(document.array(TAGS)),
                permissions(document),
                new TreeSet<>(document.texts("groups")),
                upstream == null ? null : DocumentReader.read(upstream, EntityText::upstream),
                row.rowVersion);
    }

    private static User.Upstream upstream(DocumentReader upstream) {
        return new User.Upstream(upstream.text("issuer"), upstream.text("subject"), upstream.flag(ENABLED));
    }

    private static Role role(EntityRow row, DocumentReader document) {
        return new Role(
                new AccountId(row.account),
                row.path,
                row.name,
                row.id,
                row.createdAt,
                document.text(DESCRIPTION),
                JsonText.toTags(document.array(TAGS)),
                permissions(document),
                document.policy("trust"),
                document.number("maxSessionSeconds"),
                row.rowVersion);
    }

    private static Group group(EntityRow row, DocumentReader document) {
        return new Group(
                new AccountId(row.account),
                row.path,
                row.name,
                row.id,
                row.createdAt,
                permissions(document),
                row.rowVersion);
    }

    private static ManagedPolicy managedPolicy(EntityRow row, DocumentReader document) {
        return new ManagedPolicy(
                new AccountId(row.account),
                row.path,
                row.name,
                document.text(UNIQUE_ID),
                row.createdAt,
                document.time("updatedAt"),
                document.text(DESCRIPTION),
                JsonText.toTags(document.array(TAGS)),
                document.objects("versions", version -> DocumentReader.read(version, EntityText::version)),
                document.number("defaultVersion"),
                document.number("lastVersion"),
                row.rowVersion);
    }

    private static ManagedPolicy.Version version(DocumentReader version) {
        return new ManagedPolicy.Version(version.number("number"), version.policy("policy"), version.time("createdAt"));
    }

    private static OidcProvider provider(EntityRow row, DocumentReader document) {
        return new OidcProvider(
                new AccountId(row.account),
                row.name,
                document.text(URL),
                row.createdAt,
                document.texts("clientIds"),
                document.texts("thumbprints"),
                JsonText.toTags(document.array(TAGS)),
                row.rowVersion);
    }

    private static TokenIssuer issuer(EntityRow row, DocumentReader document) {
        return new TokenIssuer(
                new AccountId(row.account),
                row.id,
                row.createdAt,
                document.texts("audiences"),
                document.nullableText(JWKS_URL),
                document.nullableText(JWKS),
                document.text("rules"),
                document.flag(ENABLED),
                row.rowVersion);
    }

    private static RegisteredService service(EntityRow row, DocumentReader document) {
        return new RegisteredService(
                new AccountId(row.account),
                row.name,
                row.createdAt,
                new AccountId(document.text("serviceAccount")),
                document.nullableText(JWKS_URL),
                document.nullableText(JWKS),
                document.texts("regions"),
                document.flag(ENABLED),
                row.rowVersion);
    }

    private static Permissions permissions(DocumentReader document) {
        return DocumentReader.read(document.object(PERMISSIONS), permissions -> {
            SortedMap<String, PolicyText> inline = new TreeMap<>();
            permissions.objects(
                    "inline",
                    policy ->
                            DocumentReader.read(policy, each -> inline.put(each.text("name"), each.policy("policy"))));
            return new Permissions(
                    inline, new TreeSet<>(permissions.texts("attached")), permissions.nullableText("boundary"));
        });
    }
}
