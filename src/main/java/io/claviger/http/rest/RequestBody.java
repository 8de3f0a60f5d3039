package io.claviger.http.rest;

import io.claviger.common.ErrorCode;
import io.claviger.common.Json;
import io.claviger.common.KmsException;
import io.claviger.http.json.JsonMembers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** The JSON of a request that stands partly or wholly in its path and query. */
final class RequestBody {
    /** Of a signature in the query; read by the authenticator. */
    private static final String OF_SIGNATURE = "X-Amz-";

    private RequestBody() {}

    /**
     * What the operation decodes: members of path and query, then those of the body. A body that is no object stays as it
     * is, for the codec to refuse.
     *
     * @throws KmsException ValidationException for a parameter that the route does not have, one that comes twice, and a
     *     member that has another value in the body
     */
    static byte[] of(Routes.Match.Found found, Map<String, List<String>> query, byte[] body) {
        SequencedMap<String, Json> members = members(found, query);
        int start = JsonMembers.afterSpace(body, 0);
        if (members.isEmpty() || (start < body.length && body[start] != '{')) {
            return body;
        }
        JsonMembers.read(body, members.keySet()).forEach((name, value) -> {
            if (!value.equals(members.remove(name))) {
                throw refusal(name + " has another value in the body than in the path or the query.");
            }
        });
        return JsonMembers.prepend(members, body);
    }

    private static SequencedMap<String, Json> members(Routes.Match.Found found, Map<String, List<String>> query) {
        Route route = found.route();
        SequencedMap<String, Json> members = new LinkedHashMap<>();
        for (Map.Entry<String, String> member : found.members()) {
            members.put(member.getKey(), new Json.Str(member.getValue()));
        }
        int known = 0;
        for (Route.Parameter parameter : route.query()) {
            List<String> values = query.get(parameter.name());
            if (values != null) {
                if (values.size() > 1 && parameter.kind() != Route.Kind.LIST) {
                    throw refusal("The query has the parameter " + parameter.name() + " more than once.");
                }
                members.put(parameter.member(), parameter.value(values));
                known++;
            }
        }
        if (known
                < query.keySet().stream()
                        .filter(name -> !name.startsWith(OF_SIGNATURE))
                        .count()) {
            throw refusal("The query has a parameter that " + route.method() + " " + route.path()
                    + " does not take. It takes "
                    + (route.query().isEmpty()
                            ? "none."
                            : route.query().stream()
                                    .map(Route.Parameter::name)
                                    .collect(Collectors.joining(", ", "", "."))));
        }
        return members;
    }

    private static KmsException refusal(String message) {
        return new KmsException(ErrorCode.VALIDATION, message);
    }
}
