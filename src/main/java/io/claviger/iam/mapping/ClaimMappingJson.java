package io.claviger.iam.mapping;

import io.claviger.common.AccountId;
import io.claviger.common.Json;
import io.claviger.common.JsonMembers;

/**
 * The JSON form of a mapping:
 *
 * <pre>{@code
 * {"accounts": ["111122223333"],
 *  "rules": [{"when": [{"claim": "realm_access.roles", "anyOf": ["kms-*"]}],
 *             "principal": "arn:aws:iam::111122223333:user/${claim:preferred_username}",
 *             "tags": {"department": "${claim:department}"}}]}
 * }</pre>
 *
 * {@code "accounts": "*"} is every account. {@code when} and {@code tags} may be left out.
 */
public final class ClaimMappingJson {
    private ClaimMappingJson() {}

    /** Reads all of it, and says everything that is wrong. */
    public static MappingReading read(Json json) {
        return new MappingReader().read(json);
    }

    /** What {@link #read} reads back as the same. */
    public static Json.Obj write(ClaimMapping mapping) {
        JsonMembers members = new JsonMembers();
        switch (mapping.accounts()) {
            case MappableAccounts.All all -> members.text("accounts", "*");
            case MappableAccounts.Only only ->
                members.texts(
                        "accounts",
                        only.accounts().stream().map(AccountId::value).sorted().toList());
        }
        return members.all("rules", mapping.rules(), ClaimMappingJson::rule).object();
    }

    private static Json rule(MappingRule rule) {
        JsonMembers members = new JsonMembers();
        if (!rule.when().isEmpty()) {
            members.all("when", rule.when(), ClaimMappingJson::condition);
        }
        members.text("principal", rule.principal().toString());
        if (!rule.tags().isEmpty()) {
            JsonMembers tags = new JsonMembers();
            rule.tags().forEach((key, value) -> tags.text(key, value.toString()));
            members.put("tags", tags.object());
        }
        return members.object();
    }

    private static Json condition(ClaimCondition condition) {
        return new JsonMembers()
                .text("claim", condition.claim().toString())
                .texts("anyOf", condition.anyOf())
                .object();
    }
}
