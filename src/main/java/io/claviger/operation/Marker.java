package io.claviger.operation;

import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The opaque text with which a list goes on. It holds the last item of a page and the list that it belongs to, so that a
 * marker of another list is refused. Nothing in it is secret or trusted.
 */
public final class Marker {
    private static final char SEPARATOR = '\n';

    private Marker() {}

    /**
     * The marker after an item.
     *
     * @param list names the list with everything that selects it: operation, account, region, filter
     */
    public static String after(String list, String item) {
        byte[] text = (list + SEPARATOR + item).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }

    /** The item that the marker stands after, or null when there is no marker. Fails with InvalidMarkerException. */
    public static @Nullable String read(String list, @Nullable String marker) {
        if (marker == null) {
            return null;
        }
        String text;
        try {
            text = new String(Base64.getUrlDecoder().decode(marker), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new KmsException(ErrorCode.INVALID_MARKER, "The marker is invalid.", e);
        }
        String prefix = list + SEPARATOR;
        // what follows goes into a query: nothing that no name can hold
        if (!text.startsWith(prefix) || text.chars().skip(prefix.length()).anyMatch(Character::isISOControl)) {
            throw new KmsException(ErrorCode.INVALID_MARKER, "The marker is invalid.");
        }
        return text.substring(prefix.length());
    }
}
