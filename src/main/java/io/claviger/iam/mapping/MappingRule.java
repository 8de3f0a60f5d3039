package io.claviger.iam.mapping;

import io.claviger.common.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * Whose tokens become which principal.
 *
 * @param when all of these must hold; none: the rule is for everybody
 * @param principal gives the ARN of a user or of a role session: one claim that holds all of it, or text with claims
 *     for parts of names
 * @param tags the session's tags, by key
 */
public record MappingRule(
        List<ClaimCondition> when, ClaimTemplate principal, SequencedMap<String, ClaimTemplate> tags) {
    /** Can stand for a name and for an account. */
    private static final String ANY = "000000000000";

    public MappingRule {
        when = List.copyOf(when);
        tags = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tags));
        if (!isPrincipal(principal)) {
            throw new IllegalArgumentException("the principal is not the ARN of a user or of a role session");
        }
        if (!areKeys(tags)) {
            throw new IllegalArgumentException("a tag's key is not one that a session may have");
        }
    }

    static boolean isPrincipal(ClaimTemplate template) {
        return template.isOneClaim()
                || MappedPrincipal.parse(template.fillAll(ANY)).isPresent();
    }

    /** Keys that differ in case alone are the same tag. */
    static boolean areKeys(Map<String, ClaimTemplate> tags) {
        return tags.size() <= SessionTagRule.MAX_TAGS
                && tags.keySet().stream().allMatch(SessionTagRule::isKey)
                && tags.keySet().stream()
                                .map(key -> key.toLowerCase(Locale.ROOT))
                                .collect(Collectors.toSet())
                                .size()
                        == tags.size();
    }

    boolean isFor(Json.Obj claims) {
        return when.stream().allMatch(condition -> condition.holds(claims));
    }

    /** What the claims give, whether or not the conditions hold. */
    MappedPrincipal principal(Json.Obj claims) throws UnmappableException {
        // one claim may hold slashes, because it says all; a part of a name may not say where the name ends
        String arn = principal.fill(claims, value -> principal.isOneClaim() || MappedPrincipal.isName(value));
        return MappedPrincipal.parse(arn)
                .orElseThrow(() -> new UnmappableException("the result is not the ARN of a user or of a role session"));
    }

    SequencedMap<String, String> tags(Json.Obj claims) throws UnmappableException {
        SequencedMap<String, String> filled = new LinkedHashMap<>();
        for (Map.Entry<String, ClaimTemplate> tag : tags.entrySet()) {
            String value = tag.getValue().fill(claims, text -> true);
            if (!SessionTagRule.isValue(value)) {
                throw new UnmappableException("the value of the tag " + tag.getKey() + " is not one of a tag");
            }
            filled.put(tag.getKey(), value);
        }
        return filled;
    }
}
