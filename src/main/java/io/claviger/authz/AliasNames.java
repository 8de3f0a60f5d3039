package io.claviger.authz;

import io.claviger.key.Alias;
import io.claviger.key.KmsKey;
import io.claviger.storage.Storage;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The names of all aliases of a key, as {@code kms:ResourceAliases} has them. Always read from the database. */
public final class AliasNames {
    private static final int PER_PAGE = 100;

    private AliasNames() {}

    public static Uni<List<String>> of(KmsKey key, Storage storage) {
        return after(null, key, storage);
    }

    private static Uni<List<String>> after(@Nullable String last, KmsKey key, Storage storage) {
        return storage.listAliases(key.account(), key.region(), key.id(), last, PER_PAGE)
                .flatMap(page -> {
                    List<String> names = page.items().stream().map(Alias::name).toList();
                    return page.hasMore()
                            ? after(names.getLast(), key, storage)
                                    .map(rest -> Stream.concat(names.stream(), rest.stream())
                                            .toList())
                            : Uni.createFrom().item(names);
                });
    }
}
