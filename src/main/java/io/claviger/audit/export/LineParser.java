package io.claviger.audit.export;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of one line in the order in which a writer puts them, and nothing else. One text for one value:
 * members are neither left out, nor repeated, nor unknown, and base64 and UUIDs have their one canonical spelling.
 */
final class LineParser implements Closeable {
    private final JsonParser json;
    private final long line;

    LineParser(byte[] text, long line) throws IOException {
        this.json = ExportFormat.JSON
                .createParser(text)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature());
        this.line = line;
    }

    void start() throws IOException, ExportFormatException {
        require(json.nextToken() == JsonToken.START_OBJECT, "an object");
    }

    /** The end of the object, and of the line. */
    void end() throws IOException, ExportFormatException {
        require(json.nextToken() == JsonToken.END_OBJECT, "the end of the object");
        require(json.nextToken() == null, "the end of the line");
    }

    void startObject(String name) throws IOException, ExportFormatException {
        name(name);
        start();
    }

    /** The next member's name, or {@code null} at the end of the object. */
    @Nullable
    String nextName() throws IOException, ExportFormatException {
        JsonToken token = json.nextToken();
        require(token == JsonToken.FIELD_NAME || token == JsonToken.END_OBJECT, "a member");
        return token == JsonToken.FIELD_NAME ? json.currentName() : null;
    }

    String text(String name) throws IOException, ExportFormatException {
        name(name);
        require(json.nextToken() == JsonToken.VALUE_STRING, "a string as " + name);
        return json.getText();
    }

    long number(String name) throws IOException, ExportFormatException {
        name(name);
        require(json.nextToken() == JsonToken.VALUE_NUMBER_INT, "a whole number as " + name);
        return json.getLongValue();
    }

    UUID uuid(String name) throws IOException, ExportFormatException {
        String text = text(name);
        try {
            UUID uuid = UUID.fromString(text);
            require(uuid.toString().equals(text), "a UUID in lower case as " + name);
            return uuid;
        } catch (IllegalArgumentException e) {
            throw new ExportFormatException(line, "expected a UUID as " + name, e);
        }
    }

    byte[] bytes(String name, int maxLengthBytes) throws IOException, ExportFormatException {
        return decode(text(name), name, maxLengthBytes);
    }

    /** The value of the member whose name was read with {@link #nextName}. */
    byte[] bytesHere(int maxLengthBytes) throws IOException, ExportFormatException {
        require(json.nextToken() == JsonToken.VALUE_STRING, "a string");
        return decode(json.getText(), "value", maxLengthBytes);
    }

    private byte[] decode(String text, String name, int maxLengthBytes) throws ExportFormatException {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            require(bytes.length <= maxLengthBytes, "at most " + maxLengthBytes + " bytes as " + name);
            // The JDK's decoder forgives missing padding and stray bits in the last character.
            int tail = bytes.length % 3;
            String last = tail == 0 ? "" : encodeTail(bytes, tail);
            require(text.length() == (bytes.length + 2) / 3 * 4 && text.endsWith(last), "canonical base64 as " + name);
            return bytes;
        } catch (IllegalArgumentException e) {
            throw new ExportFormatException(line, "expected base64 as " + name, e);
        }
    }

    private static String encodeTail(byte[] bytes, int length) {
        byte[] tail = Arrays.copyOfRange(bytes, bytes.length - length, bytes.length);
        return Base64.getEncoder().encodeToString(tail);
    }

    private void name(String expected) throws IOException, ExportFormatException {
        require(expected.equals(nextName()), "member " + expected);
    }

    private void require(boolean condition, String expected) throws ExportFormatException {
        if (!condition) {
            throw new ExportFormatException(line, "expected " + expected);
        }
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
