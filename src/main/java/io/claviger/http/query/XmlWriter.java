package io.claviger.http.query;

import io.claviger.common.Blob;
import io.claviger.common.BugException;
import io.claviger.common.SecretBytes;
import io.claviger.operation.wire.EnumNames;
import io.claviger.operation.wire.RecordShape;
import io.claviger.operation.wire.WireMember;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Writes XML without attributes beyond a namespace, as the query protocol has it. Its buffer is overwritten when it is
 * closed.
 */
final class XmlWriter implements AutoCloseable {
    private static final String ITEM = "member";

    private final WipedOutput out = new WipedOutput();

    XmlWriter start(String name) {
        return raw("<").raw(name).raw(">");
    }

    XmlWriter start(String name, String namespace) {
        return raw("<").raw(name).raw(" xmlns=\"").text(namespace).raw("\">");
    }

    XmlWriter end(String name) {
        return raw("</").raw(name).raw(">");
    }

    XmlWriter element(String name, String text) {
        return start(name).text(text).end(name);
    }

    /** The members of the record that have a value. */
    XmlWriter members(Record record) {
        for (WireMember member : RecordShape.of(record.getClass()).members()) {
            Object value = member.valueIn(record);
            if (value != null) {
                start(member.wireName()).value(value).end(member.wireName());
            }
        }
        return this;
    }

    private XmlWriter value(Object value) {
        switch (value) {
            case String text -> text(text);
            case SecretBytes secret -> secret(secret);
            case Blob blob -> text(Base64.getEncoder().encodeToString(blob.toByteArray()));
            case Enum<?> constant -> text(EnumNames.of(constant));
            case Instant time -> text(time.truncatedTo(ChronoUnit.SECONDS).toString());
            case Boolean flag -> text(flag.toString());
            case Integer number -> text(number.toString());
            case Long number -> text(number.toString());
            case Record structure -> members(structure);
            case List<?> list -> list.forEach(item -> start(ITEM).value(item).end(ITEM));
            case Map<?, ?> map ->
                map.forEach((key, mapped) -> start("entry")
                        .start("key")
                        .value(key)
                        .end("key")
                        .start("value")
                        .value(mapped)
                        .end("value")
                        .end("entry"));
            default ->
                throw new BugException("no wire type for " + value.getClass().getName());
        }
        return this;
    }

    XmlWriter text(String text) {
        octets(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    private void secret(SecretBytes secret) {
        byte[] octets = secret.reveal();
        try {
            octets(octets);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    /** UTF-8, with what has a meaning in XML escaped and what cannot be in it (XML 1.0, section 2.2) replaced. */
    private void octets(byte[] octets) {
        for (byte octet : octets) {
            switch (octet) {
                case '<' -> raw("&lt;");
                case '>' -> raw("&gt;");
                case '&' -> raw("&amp;");
                case '"' -> raw("&quot;");
                case '\r' -> raw("&#xD;");
                case '\t', '\n' -> out.write(octet);
                default -> {
                    if (octet >= 0 && octet < ' ') {
                        raw("\ufffd");
                    } else {
                        out.write(octet);
                    }
                }
            }
        }
    }

    private XmlWriter raw(String markup) {
        out.writeBytes(markup.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    byte[] toByteArray() {
        return out.toByteArray();
    }

    @Override
    public void close() {
        out.wipe();
    }

    private static final class WipedOutput extends ByteArrayOutputStream {
        WipedOutput() {
            super(1024);
        }

        void wipe() {
            Arrays.fill(buf, 0, count, (byte) 0);
            reset();
        }
    }
}
