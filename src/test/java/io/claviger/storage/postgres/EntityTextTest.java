package io.claviger.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.common.BugException;
import io.claviger.iam.Entity;
import io.claviger.iam.EntityKind;
import io.claviger.testkit.StorageSamples;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EntityTextTest {
    static List<Entity> entities() {
        return StorageSamples.oneOfEachKind();
    }

    @Test
    void everyKindHasASample() {
        assertThat(entities()).map(Entity::kind).hasSameElementsAs(EntityKind.ALL);
    }

    @ParameterizedTest
    @MethodSource("entities")
    void isReadAsItWasWritten(Entity entity) {
        assertThat(EntityText.read(EntityRow.of(entity, 3))).isEqualTo(entity.atVersion(3));
    }

    @ParameterizedTest
    @MethodSource("entities")
    void everyMemberIsNeededAndNoOtherIsRead(Entity entity) {
        EntityRow row = EntityRow.of(entity, 1);
        var document = new JsonObject(row.document);
        for (String name : List.copyOf(document.fieldNames())) {
            var without = document.copy();
            without.remove(name);
            assertUnreadable(row, without);
            assertUnreadable(row, document.copy().put(name, 1.5));
        }
        assertUnreadable(row, document.copy().put("unknown", 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"users", ""})
    void unknownKindIsNotRead(String kind) {
        EntityRow row = EntityRow.of(StorageSamples.user("alice"), 1);
        row.kind = kind;

        assertThatThrownBy(() -> EntityText.read(row)).isInstanceOf(BugException.class);
    }

    @Test
    void entityUnderAnotherIdOrNameIsNotRead() {
        EntityRow row = EntityRow.of(StorageSamples.managedPolicy("p", StorageSamples.policyText("1")), 1);
        row.id = "arn:aws:iam::111122223333:policy/other";

        assertThatThrownBy(() -> EntityText.read(row)).isInstanceOf(BugException.class);
    }

    private static void assertUnreadable(EntityRow row, JsonObject document) {
        String before = row.document;
        row.document = document.encode();
        assertThatThrownBy(() -> EntityText.read(row)).isInstanceOf(BugException.class);
        row.document = before;
    }
}
