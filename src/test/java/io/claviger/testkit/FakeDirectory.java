package io.claviger.testkit;

import io.claviger.common.AccountId;
import io.claviger.iam.Entity;
import io.claviger.iam.EntityKind;
import io.claviger.storage.Page;
import io.claviger.storage.Referrer;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The entities of {@link FakeTables}, by account, kind and id. */
final class FakeDirectory {
    private final Map<List<Object>, Entity> rows = new LinkedHashMap<>();

    FakeDirectory() {}

    FakeDirectory(FakeDirectory other) {
        rows.putAll(other.rows);
    }

    /** Whether it was possible. */
    boolean create(Entity entity) {
        return isStorable(entity) && rows.putIfAbsent(key(entity), entity.atVersion(1)) == null;
    }

    /** Whether it was possible. */
    boolean update(Entity entity) {
        boolean isPossible = isCurrent(entity) && isStorable(entity);
        if (isPossible) {
            rows.put(key(entity), entity.atVersion(entity.version() + 1));
        }
        return isPossible;
    }

    /** Whether it was possible. */
    boolean delete(Entity entity) {
        boolean isReferredTo = of(entity.account())
                .flatMap(other -> other.references().stream())
                .anyMatch(reference -> reference.target().equals(entity.kind())
                        && reference.id().equals(entity.id()));
        return isCurrent(entity) && !isReferredTo && rows.remove(key(entity)) != null;
    }

    private boolean isCurrent(Entity entity) {
        Entity row = rows.get(key(entity));
        return row != null && row.version() == entity.version();
    }

    private boolean isStorable(Entity entity) {
        boolean isNameFree = of(entity.account(), entity.kind())
                .noneMatch(other -> lower(other.name()).equals(lower(entity.name()))
                        && !other.id().equals(entity.id()));
        return isNameFree
                && entity.references().stream()
                        .allMatch(reference ->
                                rows.containsKey(key(reference.target(), entity.account(), reference.id())));
    }

    <E extends Entity> Optional<E> find(EntityKind<E> kind, AccountId account, String id) {
        return Optional.ofNullable(rows.get(key(kind, account, id))).map(kind.type()::cast);
    }

    <E extends Entity> Optional<E> named(EntityKind<E> kind, AccountId account, String name) {
        return of(account, kind)
                .filter(row -> lower(row.name()).equals(lower(name)))
                .findFirst();
    }

    <E extends Entity> Page<E> list(
            EntityKind<E> kind, AccountId account, String pathPrefix, @Nullable String afterName, int limit) {
        List<E> rest = of(account, kind)
                .filter(row -> row.path().startsWith(pathPrefix)
                        && (afterName == null || lower(row.name()).compareTo(lower(afterName)) > 0))
                .sorted(Comparator.comparing(row -> lower(row.name())))
                .toList();
        return new Page<>(rest.stream().limit(limit).toList(), rest.size() > limit);
    }

    Page<Referrer> referrers(AccountId account, EntityKind<?> target, String id, @Nullable String after, int limit) {
        List<Referrer> rest = of(account)
                .flatMap(row -> row.references().stream()
                        .filter(reference -> reference.target().equals(target)
                                && reference.id().equals(id))
                        .map(reference -> new Referrer(row.kind(), row.id(), row.path(), row.name(), reference.use())))
                .filter(referrer -> after == null || referrer.place().compareTo(after) > 0)
                .sorted(Comparator.comparing(Referrer::place))
                .toList();
        return new Page<>(rest.stream().limit(limit).toList(), rest.size() > limit);
    }

    Map<String, Long> count(AccountId account) {
        return of(account)
                .collect(Collectors.groupingBy(row -> row.kind().name(), TreeMap::new, Collectors.counting()));
    }

    private Stream<Entity> of(AccountId account) {
        return rows.values().stream().filter(row -> row.account().equals(account));
    }

    private <E extends Entity> Stream<E> of(AccountId account, EntityKind<E> kind) {
        return of(account).filter(row -> row.kind().equals(kind)).map(kind.type()::cast);
    }

    private static List<Object> key(Entity entity) {
        return key(entity.kind(), entity.account(), entity.id());
    }

    private static List<Object> key(EntityKind<?> kind, AccountId account, String id) {
        return List.of(account, kind, id);
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
