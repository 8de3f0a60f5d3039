package io.claviger.operation.tag;

import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.operation.Quotas;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What tags must be, beyond the lengths that the model gives: TagException otherwise. */
public final class TagRules {
    private static final java.util.regex.Pattern ALLOWED =
            java.util.regex.Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

    private TagRules() {}

    /** Checks tags for a new key. */
    public static void checkNew(@Nullable List<TagEntry> tags, Quotas quotas) {
        if (tags == null) {
            return;
        }
        check(tags);
        checkCount(tags.size(), quotas);
    }

    static void check(List<TagEntry> tags) {
        Set<String> keys = new HashSet<>();
        for (TagEntry tag : tags) {
            checkKey(tag.tagKey());
            if (!ALLOWED.matcher(tag.tagKey()).matches()
                    || !ALLOWED.matcher(tag.tagValue()).matches()) {
                throw new KmsException(ErrorCode.TAG, "Tags contain invalid characters");
            }
            if (!keys.add(tag.tagKey())) {
                throw new KmsException(ErrorCode.TAG, "Duplicate tag keys");
            }
        }
    }

    static void checkKey(String key) {
        if (key.toLowerCase(Locale.ROOT).startsWith("aws:")) {
            throw new KmsException(ErrorCode.TAG, "Tags beginning with aws: are reserved");
        }
    }

    static void checkCount(int count, Quotas quotas) {
        if (count > quotas.tagsPerKey()) {
            throw new KmsException(ErrorCode.TAG, "Too many tags");
        }
    }
}
