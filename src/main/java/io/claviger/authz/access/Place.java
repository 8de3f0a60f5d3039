package io.claviger.authz.access;

import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A place in the list of all who have access to a key.
 *
 * @param item the last one before it, within the part
 */
record Place(Part part, String item) {
    static final Place START = new Place(Part.ROOT, "");

    /** The parts of the list, in their order. */
    enum Part {
        ROOT,
        USERS,
        ROLES,
        NAMED,
        GRANTS;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Fails with InvalidMarkerException: nobody vouches for the text. */
    static Place read(@Nullable String text) {
        if (text == null) {
            return START;
        }
        int colon = text.indexOf(':');
        for (Part part : Part.values()) {
            if (colon > 0 && part.word().equals(text.substring(0, colon))) {
                return new Place(part, text.substring(colon + 1));
            }
        }
        throw invalid();
    }

    static KmsException invalid() {
        return new KmsException(ErrorCode.INVALID_MARKER, "The marker is invalid.");
    }

    String text() {
        return part.word() + ":" + item;
    }

    /** What of a part comes after this place: null for all of it, when this place is before the part. */
    @Nullable
    String within(Part other) {
        return other == part && !item.isEmpty() ? item : null;
    }

    boolean isAtOrBefore(Part other) {
        return part.compareTo(other) <= 0;
    }
}
