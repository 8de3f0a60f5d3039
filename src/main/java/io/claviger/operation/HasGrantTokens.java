package io.claviger.operation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request with the member GrantTokens. */
public interface HasGrantTokens {
    @Nullable
    List<String> grantTokens();
}
