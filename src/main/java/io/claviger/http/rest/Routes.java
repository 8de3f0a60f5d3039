package io.claviger.http.rest;

import static io.claviger.http.rest.Route.aws;
import static io.claviger.http.rest.Route.flag;
import static io.claviger.http.rest.Route.list;
import static io.claviger.http.rest.Route.number;
import static io.claviger.http.rest.Route.own;
import static io.claviger.http.rest.Route.text;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The table of routes. Where a path fits several, the one with fewer members in it is meant. */
final class Routes {
    static final List<Route> ALL = List.of(
            // keys
            aws("POST", "/v1/keys", "CreateKey"),
            aws("GET", "/v1/keys", "ListKeys", number("limit"), text("marker")),
            aws("GET", "/v1/keys/{KeyId}", "DescribeKey", list("grantTokens")),
            aws("PUT", "/v1/keys/{KeyId}/description", "UpdateKeyDescription"),
            aws("POST", "/v1/keys/{KeyId}/enable", "EnableKey"),
            aws("POST", "/v1/keys/{KeyId}/disable", "DisableKey"),
            aws("POST", "/v1/keys/{KeyId}/schedule-deletion", "ScheduleKeyDeletion"),
            aws("POST", "/v1/keys/{KeyId}/cancel-deletion", "CancelKeyDeletion"),
            aws("GET", "/v1/keys/{KeyId}/rotation", "GetKeyRotationStatus"),
            own("GET", "/v1/keys/{KeyId}/access", "GetKeyAccess", number("limit"), text("marker")),

            // cryptography
            aws("POST", "/v1/keys/{KeyId}/encrypt", "Encrypt"),
            aws("POST", "/v1/keys/{KeyId}/decrypt", "Decrypt"),
            aws("POST", "/v1/decrypt", "Decrypt"),
            aws("POST", "/v1/keys/{DestinationKeyId}/re-encrypt", "ReEncrypt"),
            aws("POST", "/v1/keys/{KeyId}/generate-data-key", "GenerateDataKey"),
            aws("POST", "/v1/keys/{KeyId}/generate-data-key-without-plaintext", "GenerateDataKeyWithoutPlaintext"),
            aws("POST", "/v1/random", "GenerateRandom"),

            // aliases
            aws("POST", "/v1/aliases", "CreateAlias"),
            aws("GET", "/v1/aliases", "ListAliases", text("keyId"), number("limit"), text("marker")),
            aws("GET", "/v1/keys/{KeyId}/aliases", "ListAliases", number("limit"), text("marker")),
            aws("PUT", "/v1/aliases/{AliasName}", "UpdateAlias"),
            aws("DELETE", "/v1/aliases/{AliasName}", "DeleteAlias"),

            // key policies
            aws("GET", "/v1/keys/{KeyId}/policy", "GetKeyPolicy", text("policyName")),
            aws("PUT", "/v1/keys/{KeyId}/policy", "PutKeyPolicy"),
            aws("GET", "/v1/keys/{KeyId}/policies", "ListKeyPolicies", number("limit"), text("marker")),

            // grants
            aws("POST", "/v1/keys/{KeyId}/grants", "CreateGrant"),
            aws(
                    "GET",
                    "/v1/keys/{KeyId}/grants",
                    "ListGrants",
                    text("grantId"),
                    text("granteePrincipal"),
                    text("granteeServicePrincipal"),
                    number("limit"),
                    text("marker")),
            aws("DELETE", "/v1/keys/{KeyId}/grants/{GrantId}", "RevokeGrant", flag("dryRun")),
            aws("POST", "/v1/keys/{KeyId}/grants/{GrantId}/retire", "RetireGrant"),
            aws("POST", "/v1/grants/retire", "RetireGrant"),
            aws(
                    "GET",
                    "/v1/grants",
                    "ListRetirableGrants",
                    text("retiringPrincipal"),
                    text("retiringServicePrincipal"),
                    number("limit"),
                    text("marker")),

            // tags
            aws("GET", "/v1/keys/{KeyId}/tags", "ListResourceTags", number("limit"), text("marker")),
            aws("POST", "/v1/keys/{KeyId}/tags", "TagResource"),
            aws("DELETE", "/v1/keys/{KeyId}/tags", "UntagResource", list("tagKeys")),

            // the deployment
            own("GET", "/v1/accounts", "ListAccounts", number("limit"), text("marker")),
            own("GET", "/v1/services", "ListServices", number("limit"), text("marker")),
            own("GET", "/v1/services/{Name}", "GetService"),
            own("PUT", "/v1/services/{Name}", "PutService"),
            own("DELETE", "/v1/services/{Name}", "DeleteService"),

            // decisions
            own("POST", "/v1/policies/evaluate", "EvaluatePolicies"),
            own("POST", "/v1/decisions/{RequestId}/explain", "ExplainDecision"));

    private static final Comparator<Route> FEWER_MEMBERS =
            Comparator.comparingInt(route -> route.pathMembers().size());

    private Routes() {}

    /** What the table says of a request. */
    sealed interface Match {
        /** A route, and the members that stand in the path, in its order. */
        record Found(Route route, List<Map.Entry<String, String>> members) implements Match {
            public Found {
                members = List.copyOf(members);
            }
        }

        /** The path is there, for other methods. */
        record WrongMethod(List<String> allowed) implements Match {
            public WrongMethod {
                allowed = List.copyOf(allowed);
            }
        }

        record Nothing() implements Match {}
    }

    static Match find(String method, List<String> path) {
        List<Route> here =
                ALL.stream().filter(route -> route.match(path).isPresent()).toList();
        return here.stream()
                .filter(route -> route.method().equals(method))
                .min(FEWER_MEMBERS)
                .<Match>map(route -> new Match.Found(route, route.match(path).orElseThrow()))
                .orElseGet(() -> here.isEmpty()
                        ? new Match.Nothing()
                        : new Match.WrongMethod(
                                here.stream().map(Route::method).distinct().toList()));
    }
}
