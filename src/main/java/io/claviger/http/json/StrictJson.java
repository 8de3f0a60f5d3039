package io.claviger.http.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;

/** Jackson's settings for input that nobody vouches for. */
final class StrictJson {
    private static final int MAX_DEPTH = 32;
    /** As long as an encryption context may be. Jackson keeps up to 6000 names, so this also bounds what it keeps. */
    private static final int MAX_NAME_LENGTH = 8192;

    private StrictJson() {}

    static JsonFactory factory() {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNameLength(MAX_NAME_LENGTH)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                // bytes are UTF-8 without a byte order mark, whatever they look like
                .disable(JsonFactory.Feature.CHARSET_DETECTION)
                // String.intern is for ever: not for names that a caller chooses
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                .recyclerPool(new WipingBuffers())
                .build();
    }

    /** Whether the text has half of a surrogate pair without the other half; such text has no UTF-8 form. */
    static boolean hasUnpairedSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }
}
