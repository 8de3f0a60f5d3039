package io.claviger.authz;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.claviger.common.Json;
import io.claviger.common.JsonReader;
import io.claviger.common.MalformedJsonException;
import io.claviger.key.PolicyText;
import io.claviger.policy.PolicyDocument;
import io.claviger.policy.PolicyKind;
import io.claviger.policy.PolicyParser;

/** Compiled policy documents by the hash of their text, which is also their id: never stale, bounded in number. */
public final class CompiledPolicies {
    private record Id(String sha256, PolicyKind kind) {}

    private final JsonReader reader;
    private final Cache<Id, PolicyDocument> cache;

    public CompiledPolicies(JsonReader reader, int maxDocuments) {
        this.reader = reader;
        this.cache = Caffeine.newBuilder().maximumSize(maxDocuments).build();
    }

    /** A stored document. What cannot be understood in it grants nothing and denies what it might deny. */
    public PolicyDocument of(PolicyText text, PolicyKind kind) {
        return cache.get(
                new Id(text.sha256(), kind),
                id -> PolicyParser.compile(read(text), kind).withId(id.sha256()));
    }

    /** A stored text that is no JSON at all denies everything, as the parser sees to. */
    private Json read(PolicyText text) {
        try {
            return reader.read(text.text());
        } catch (MalformedJsonException e) {
            return new Json.Null();
        }
    }
}
