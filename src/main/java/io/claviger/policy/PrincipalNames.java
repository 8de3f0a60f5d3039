package io.claviger.policy;

import io.claviger.common.Arn;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a policy names a principal. */
final class PrincipalNames {
    private PrincipalNames() {}

    /** The entries that name a caller in person, the widest first, by their text. */
    static Map<String, PrincipalPattern> of(Principal principal) {
        Map<String, PrincipalPattern> names = new LinkedHashMap<>();
        switch (principal) {
            case Principal.Root root ->
                names.put(Arn.root(root.account()).toString(), new PrincipalPattern.Account(root.account()));
            case Principal.User user -> names.put(user.arn().toString(), new PrincipalPattern.User(user.arn()));
            case Principal.RoleSession session -> {
                names.put(session.role().toString(), new PrincipalPattern.Role(session.role()));
                names.put(session.session().toString(), new PrincipalPattern.Session(session.session()));
            }
            case Principal.FederatedUser federated ->
                names.put(federated.session().toString(), new PrincipalPattern.Session(federated.session()));
            case Principal.Service service -> names.put(service.name(), new PrincipalPattern.Service(service.name()));
            case Principal.WebIdentity web -> names.put(web.provider(), new PrincipalPattern.Provider(web.provider()));
        }
        return names;
    }
}
