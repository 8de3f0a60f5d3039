package io.claviger.policy;

import io.claviger.common.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the value of a Principal or NotPrincipal element. */
final class PrincipalParser {
    private static final Map<String, Function<String, PrincipalPattern>> TYPES = Map.of(
            "AWS", PrincipalText::aws,
            "Service", PrincipalText::service,
            "Federated", PrincipalText::provider);

    private final PolicyKind kind;
    private final Problems problems;

    PrincipalParser(PolicyKind kind, Problems problems) {
        this.kind = kind;
        this.problems = problems;
    }

    /** The entries; null if the value is not understood. Malformed entries are problems, and name nobody. */
    @Nullable
    List<PrincipalPattern> parse(String element, Json json) {
        if (json instanceof Json.Str string && string.value().equals("*")) {
            return List.of(new PrincipalPattern.Everyone());
        }
        List<PrincipalPattern> patterns = new ArrayList<>();
        if (json instanceof Json.Obj types) {
            for (Map.Entry<String, Json> type : types.members().entrySet()) {
                if (!addAll(patterns, type.getKey(), type.getValue(), element)) {
                    return null;
                }
            }
        }
        if (patterns.isEmpty()) {
            problems.syntax(element, "must be `*` or an object that names principals");
            return null;
        }
        return patterns;
    }

    private boolean addAll(List<PrincipalPattern> patterns, String type, Json json, String element) {
        Function<String, PrincipalPattern> reader = TYPES.get(type);
        List<String> texts = JsonTexts.strings(json).orElse(List.of());
        boolean isProvider = type.equals("Federated");
        if (reader == null || texts.isEmpty() || (isProvider && kind != PolicyKind.TRUST)) {
            problems.syntax(element, "has a type of principal that cannot stand here, or no names under it");
            return false;
        }
        for (String text : texts) {
            PrincipalPattern pattern = reader.apply(text);
            report(pattern, element);
            patterns.add(pattern);
        }
        return true;
    }

    private void report(PrincipalPattern pattern, String element) {
        if (pattern instanceof PrincipalPattern.Unknown unknown) {
            problems.add(
                    PrincipalText.isGroup(unknown.text())
                            ? PolicyProblem.Kind.IAM_GROUP
                            : PolicyProblem.Kind.INVALID_PRINCIPAL,
                    element,
                    "names what is no principal");
        } else if (pattern instanceof PrincipalPattern.UniqueId) {
            // a stored document may hold one; nobody can ask for it
            problems.add(PolicyProblem.Kind.INVALID_PRINCIPAL, element, "names a unique id");
        }
    }
}
