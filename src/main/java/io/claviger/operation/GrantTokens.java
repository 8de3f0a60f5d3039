package io.claviger.operation;

import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.key.GrantToken;
import java.util.List;

/** The grant tokens of a request. */
public final class GrantTokens {
    private GrantTokens() {}

    /** Reads the tokens of a request that has some. Fails with InvalidGrantTokenException for text that is none. */
    public static List<GrantToken> of(Record input) {
        List<String> texts = input instanceof HasGrantTokens request ? request.grantTokens() : null;
        return texts == null
                ? List.of()
                : texts.stream()
                        .map(text -> GrantToken.parse(text).orElseThrow(GrantTokens::invalid))
                        .distinct()
                        .toList();
    }

    public static KmsException invalid() {
        return new KmsException(ErrorCode.INVALID_GRANT_TOKEN, "The grant token is invalid.");
    }
}
