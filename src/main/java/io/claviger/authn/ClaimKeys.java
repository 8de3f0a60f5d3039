package io.claviger.authn;

import io.claviger.common.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a token as condition keys: {@code login.example.com/realms/main:sub}. Texts, numbers, truth values and
 * lists of them count; other claims, and any of unreasonable size, are left out. As AWS has it, {@code aud} is who the
 * token was issued to ({@code azp}) where it says so, and {@code oaud} the audience as it stands there.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html">Available
 *     keys for AWS OIDC federation</a>
 */
final class ClaimKeys {
    private static final int MOST_VALUES = 50;
    private static final int LONGEST_VALUE = 512;
    private static final String SCHEME = "https://";

    private ClaimKeys() {}

    static Map<String, List<String>> of(String issuer, Json.Obj claims) {
        String prefix = (issuer.startsWith(SCHEME) ? issuer.substring(SCHEME.length()) : issuer) + ":";
        Map<String, List<String>> keys = new LinkedHashMap<>();
        SequencedMap<String, Json> members = claims.members();
        members.forEach((name, value) -> put(keys, prefix + name, value));
        put(keys, prefix + "oaud", members.get("aud"));
        put(keys, prefix + "aud", members.get("azp"));
        return keys;
    }

    private static void put(Map<String, List<String>> keys, String key, @Nullable Json value) {
        List<String> values = value == null ? List.of() : texts(value);
        if (!values.isEmpty()) {
            keys.put(key, values);
        }
    }

    /** Empty for what no condition can compare. */
    private static List<String> texts(Json value) {
        return switch (value) {
            case Json.Str text -> text.value().length() <= LONGEST_VALUE ? List.of(text.value()) : List.of();
            case Json.Num number -> List.of(number.text());
            case Json.Bool flag -> List.of(Boolean.toString(flag.value()));
            case Json.Arr list -> {
                List<String> all = list.items().stream()
                        .filter(item -> !(item instanceof Json.Arr))
                        .flatMap(item -> texts(item).stream())
                        .toList();
                yield all.size() <= MOST_VALUES ? all : List.of();
            }
            case Json.Obj _, Json.Null _ -> List.of();
        };
    }
}
