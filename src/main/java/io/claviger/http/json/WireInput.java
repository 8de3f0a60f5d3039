package io.claviger.http.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.claviger.common.ErrorCode;
import io.claviger.common.Json;
import io.claviger.common.KmsException;
import io.claviger.common.MalformedJsonException;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A body being read: the values of the token that the parser stands on, in the types of the wire.
 *
 * @param body the bytes that the parser reads
 */
record WireInput(JsonParser parser, byte[] body) {
    static final String NOT_BASE64 = "STRING_VALUE can not be converted to a Blob: it is not base64";
    private static final String NOT_TEXT = "STRING_VALUE can not be converted to a String: it is not Unicode text";
    /** The end of the year 9999. */
    private static final double MAX_SECONDS = 253_402_300_799.999;

    String text() throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw mismatch("a String");
        }
        return unicode(parser.getText());
    }

    boolean bool() {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw mismatch("a Boolean");
        };
    }

    int integer() throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
                || parser.getNumberType() != JsonParser.NumberType.INT) {
            throw mismatch("an Integer");
        }
        return parser.getIntValue();
    }

    long longInteger() throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
                || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw mismatch("a Long");
        }
        return parser.getLongValue();
    }

    /** Seconds, rounded to milliseconds: a double is exact enough for that up to the year 9999. */
    Instant timestamp() throws IOException {
        if (!parser.currentToken().isNumeric()) {
            throw mismatch("a Timestamp");
        }
        double seconds = parser.getDoubleValue();
        if (!(Math.abs(seconds) <= MAX_SECONDS)) {
            throw mismatch("a Timestamp");
        }
        return Instant.ofEpochMilli(Math.round(seconds * 1000));
    }

    /** The decoded bytes of a base64 string, not shared with anybody. */
    byte[] bytes() throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw mismatch("a Blob");
        }
        int from = (int) parser.currentTokenLocation().getByteOffset() + 1;
        int to = from;
        while (to < body.length && body[to] != '"' && body[to] != '\\') {
            to++;
        }
        if (to < body.length && body[to] == '"') {
            return StrictBase64.decode(body, from, to).orElseThrow(WireInput::notBase64);
        }
        return escapedBytes();
    }

    /** Some clients escape the slash. For a string that never ends, Jackson has the error. */
    private byte[] escapedBytes() throws IOException {
        char[] characters = parser.getTextCharacters();
        int offset = parser.getTextOffset();
        byte[] ascii = new byte[parser.getTextLength()];
        try {
            for (int i = 0; i < ascii.length; i++) {
                char c = characters[offset + i];
                ascii[i] = c < 0x80 ? (byte) c : (byte) '"';
            }
            return StrictBase64.decode(ascii, 0, ascii.length).orElseThrow(WireInput::notBase64);
        } finally {
            Arrays.fill(ascii, (byte) 0);
            Arrays.fill(characters, offset, offset + ascii.length, '\0');
        }
    }

    /** In the order sent. */
    Map<String, String> textMap() throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw mismatch("a Map");
        }
        Map<String, String> map = new LinkedHashMap<>();
        String key = parser.nextFieldName();
        while (key != null) {
            parser.nextToken();
            map.put(unicode(key), text());
            key = parser.nextFieldName();
        }
        return Collections.unmodifiableMap(map);
    }

    /** The value whole, whatever it is; the parser ends on its last token. */
    Json document() throws IOException {
        try {
            return JsonTreeReader.value(parser, parser.currentToken());
        } catch (MalformedJsonException e) {
            throw new KmsException(ErrorCode.SERIALIZATION, JacksonWireCodec.NOT_AN_OBJECT);
        }
    }

    /** The text of the AWS front ends: the JSON type that is there, the model's type that should be. */
    KmsException mismatch(String wanted) {
        return new KmsException(
                ErrorCode.SERIALIZATION, nameOf(parser.currentToken()) + " can not be converted to " + wanted);
    }

    private static String nameOf(JsonToken token) {
        return switch (token) {
            case VALUE_STRING -> "STRING_VALUE";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "NUMBER_VALUE";
            case VALUE_TRUE -> "TRUE_VALUE";
            case VALUE_FALSE -> "FALSE_VALUE";
            case VALUE_NULL -> "NULL_VALUE";
            default -> token.name();
        };
    }

    private static String unicode(String text) {
        if (StrictJson.hasUnpairedSurrogate(text)) {
            throw new KmsException(ErrorCode.SERIALIZATION, NOT_TEXT);
        }
        return text;
    }

    private static KmsException notBase64() {
        return new KmsException(ErrorCode.SERIALIZATION, NOT_BASE64);
    }
}
