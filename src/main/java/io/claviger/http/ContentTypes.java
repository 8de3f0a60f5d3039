package io.claviger.http;

import java.util.Locale;

/** Reads the header Content-Type. */
public final class ContentTypes {
    private ContentTypes() {}

    /** Whether it names this type, in lower case; parameters do not matter. */
    public static boolean is(String header, String type) {
        int semicolon = header.indexOf(';');
        String named = semicolon < 0 ? header : header.substring(0, semicolon);
        return named.strip().toLowerCase(Locale.ROOT).equals(type);
    }
}
