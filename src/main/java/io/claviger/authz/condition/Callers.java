package io.claviger.authz.condition;

import io.claviger.authn.Caller;
import io.claviger.authn.ServiceContext;
import io.claviger.authn.Session;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What condition keys say of callers and of the services in between; null for what does not apply. */
final class Callers {
    private Callers() {}

    /** A service is registered in an account, but is not of it; the holder of a token is of none. */
    static @Nullable String account(CallFacts facts) {
        Caller caller = facts.call().caller();
        return switch (caller.principal()) {
            case Caller.Root _, Caller.User _, Caller.RoleSession _ ->
                caller.account().value();
            case Caller.Service _, Caller.WebIdentity _ -> null;
        };
    }

    /** A session goes by its role. */
    static @Nullable String arn(CallFacts facts) {
        return switch (principal(facts)) {
            case Caller.Root root -> root.arn().toString();
            case Caller.User user -> user.arn().toString();
            case Caller.RoleSession session -> session.role().toString();
            case Caller.Service _, Caller.WebIdentity _ -> null;
        };
    }

    static @Nullable String type(CallFacts facts) {
        return switch (principal(facts)) {
            case Caller.Root _ -> "Account";
            case Caller.User _ -> "User";
            case Caller.RoleSession _ -> "AssumedRole";
            case Caller.Service _, Caller.WebIdentity _ -> null;
        };
    }

    static @Nullable String userId(CallFacts facts) {
        Caller.Principal principal = principal(facts);
        return account(facts) == null ? null : principal.uniqueId();
    }

    static @Nullable String userName(CallFacts facts) {
        return principal(facts) instanceof Caller.User user ? user.name() : null;
    }

    static @Nullable String serviceName(CallFacts facts) {
        return principal(facts) instanceof Caller.Service service ? service.name() : null;
    }

    static List<String> serviceNames(CallFacts facts) {
        String name = serviceName(facts);
        return name == null ? List.of() : List.of(name);
    }

    static boolean isService(CallFacts facts) {
        return principal(facts) instanceof Caller.Service;
    }

    /** What a session says. */
    static @Nullable String ofSession(CallFacts facts, Function<Session, @Nullable String> fact) {
        Session session = facts.call().caller().session();
        return session == null ? null : fact.apply(session);
    }

    static @Nullable String issueTime(CallFacts facts) {
        return ofSession(
                facts,
                session -> session.issuedAt().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    static @Nullable String mfaAge(CallFacts facts) {
        return ofSession(
                facts,
                session -> session.isMfa()
                        ? Long.toString(Duration.between(
                                        session.issuedAt(), facts.call().now())
                                .toSeconds())
                        : null);
    }

    static @Nullable String federatedProvider(CallFacts facts) {
        Session.Federation federation = facts.federation();
        return federation == null ? null : federation.provider();
    }

    static @Nullable String viaService(CallFacts facts) {
        ServiceContext forwarder = facts.call().origin().forwarder();
        return forwarder == null ? null : forwarder.viaService();
    }

    /** The services that the call went through, first to last. */
    static List<String> calledVia(CallFacts facts) {
        ServiceContext forwarder = facts.call().origin().forwarder();
        return forwarder == null ? List.of() : forwarder.calledVia();
    }

    /** What the service that makes the call says. */
    static @Nullable String ofService(CallFacts facts, Function<ServiceContext, @Nullable String> fact) {
        ServiceContext service = facts.call().origin().service();
        return service == null ? null : fact.apply(service);
    }

    private static Caller.Principal principal(CallFacts facts) {
        return facts.call().caller().principal();
    }
}
