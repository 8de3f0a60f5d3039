package io.claviger.storage.postgres;

import io.claviger.common.BugException;
import io.claviger.key.PolicyText;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON object that was written here: every member must be there and of the type that is asked for, and none may
 * be left over at the end.
 */
final class DocumentReader {
    private final JsonObject members;
    private final Set<String> left;

    private DocumentReader(JsonObject members) {
        this.members = members;
        this.left = new HashSet<>(members.fieldNames());
    }

    /** Reads a whole object. */
    static <T> T read(JsonObject object, Function<DocumentReader, T> reading) {
        try {
            var reader = new DocumentReader(object);
            T result = reading.apply(reader);
            if (!reader.left.isEmpty()) {
                throw new BugException("a stored document has members that nobody knows: " + reader.left);
            }
            return result;
        } catch (ClassCastException | DateTimeException | IndexOutOfBoundsException e) {
            throw new BugException("a stored document has a member of another type", e);
        }
    }

    /** The policy that {@link EntityText#of(PolicyText)} wrote. */
    static PolicyText policy(JsonObject object) {
        return read(object, policy -> new PolicyText(policy.text("text"), policy.text("sha256")));
    }

    String text(String name) {
        return present(nullableText(name), name);
    }

    @Nullable
    String nullableText(String name) {
        take(name);
        return (String) members.getValue(name);
    }

    boolean flag(String name) {
        take(name);
        return present((Boolean) members.getValue(name), name);
    }

    int number(String name) {
        take(name);
        return present((Integer) members.getValue(name), name);
    }

    Instant time(String name) {
        return Instant.parse(text(name));
    }

    PolicyText policy(String name) {
        return policy(object(name));
    }

    JsonObject object(String name) {
        return present(nullableObject(name), name);
    }

    @Nullable
    JsonObject nullableObject(String name) {
        take(name);
        return members.getJsonObject(name);
    }

    List<String> texts(String name) {
        JsonArray array = array(name);
        return IntStream.range(0, array.size()).mapToObj(array::getString).toList();
    }

    <T> List<T> objects(String name, Function<JsonObject, T> each) {
        JsonArray array = array(name);
        return IntStream.range(0, array.size())
                .mapToObj(array::getJsonObject)
                .map(each)
                .toList();
    }

    JsonArray array(String name) {
        take(name);
        return present(members.getJsonArray(name), name);
    }

    private void take(String name) {
        if (!left.remove(name)) {
            throw missing(name);
        }
    }

    private static <T> T present(@Nullable T value, String name) {
        if (value == null) {
            throw missing(name);
        }
        return value;
    }

    private static BugException missing(String name) {
        return new BugException("a stored document lacks its " + name);
    }
}
