package io.claviger.policy.record;

import io.claviger.common.ErrorCode;
import io.claviger.common.Json;
import io.claviger.common.KmsException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The members of an object of a record, taken one by one; what nobody takes is refused. */
final class RecordFields {
    private static final int MOST_NAMED = 100;

    private final String place;
    private final Map<String, Json> rest;

    /** @param place where the object stands, for errors: {@code Record 0} or {@code Record 0: request} */
    RecordFields(String place, Json json) {
        this.place = place;
        if (!(json instanceof Json.Obj object)) {
            throw invalid(place + " must be an object.");
        }
        this.rest = new LinkedHashMap<>(object.members());
    }

    /** The value; empty if it is not there or null. */
    Optional<Json> optional(String name) {
        return Optional.ofNullable(rest.remove(name)).filter(json -> !(json instanceof Json.Null));
    }

    Json required(String name) {
        return optional(name).orElseThrow(() -> invalid(name, "is required"));
    }

    String text(String name) {
        return asText(name, required(name));
    }

    Optional<String> optionalText(String name) {
        return optional(name).map(json -> asText(name, json));
    }

    boolean flag(String name) {
        if (required(name) instanceof Json.Bool flag) {
            return flag.value();
        }
        throw invalid(name, "must be true or false");
    }

    List<Json> list(String name) {
        return optional(name)
                .map(json -> {
                    if (json instanceof Json.Arr array) {
                        return array.items();
                    }
                    throw invalid(name, "must be a list");
                })
                .orElse(List.of());
    }

    void ignore(String... names) {
        for (String name : names) {
            rest.remove(name);
        }
    }

    void refuseOthers() {
        if (!rest.isEmpty()) {
            String name = rest.keySet().iterator().next();
            throw invalid(
                    name.length() <= MOST_NAMED ? name : name.substring(0, MOST_NAMED),
                    "is not a member of this object");
        }
    }

    String asText(String name, Json json) {
        if (json instanceof Json.Str string) {
            return string.value();
        }
        throw invalid(name, "must be a string");
    }

    /** The error of one member. */
    KmsException invalid(String name, String detail) {
        return invalid(place(name) + " " + detail + ".");
    }

    String place(String name) {
        return place + (place.contains(":") ? "." : ": ") + name;
    }

    static KmsException invalid(String text) {
        return new KmsException(ErrorCode.VALIDATION, text);
    }
}
