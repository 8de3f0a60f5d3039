package io.claviger.http.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.claviger.common.BugException;
import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.operation.Empty;
import io.claviger.operation.wire.RecordSecrets;
import io.claviger.pipeline.WireCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * awsJson 1.1 by Jackson's streaming API. Nothing of Jackson's exceptions leaves: they may quote the body. Secrets are
 * decoded straight from the body into their {@code SecretBytes}; work buffers are overwritten ({@link WipingBuffers}).
 */
public final class JacksonWireCodec implements WireCodec {
    static final String NOT_AN_OBJECT = "The request body is not a JSON object.";
    private static final byte[] EMPTY_OBJECT = {'{', '}'};
    private static final int USUAL_RESPONSE_BYTES = 1024;

    private final JsonFactory json = StrictJson.factory();

    @Override
    public <T extends Record> T decode(byte[] body, Class<T> type) {
        byte[] text = body.length == 0 ? EMPTY_OBJECT : body;
        if (!StrictUtf8.isValid(text)) {
            throw new KmsException(ErrorCode.SERIALIZATION, NOT_AN_OBJECT);
        }
        try (JsonParser parser = json.createParser(text)) {
            RecordReader reader = RecordReader.of(type);
            if (parser.nextToken() != JsonToken.START_OBJECT && !reader.isWholeBody()) {
                throw new KmsException(ErrorCode.SERIALIZATION, NOT_AN_OBJECT);
            }
            Record record = reader.read(new WireInput(parser, text));
            requireEnd(parser, record);
            return type.cast(record);
        } catch (IOException e) {
            // without its cause, whose text may quote the body
            throw new KmsException(ErrorCode.SERIALIZATION, NOT_AN_OBJECT);
        }
    }

    private static void requireEnd(JsonParser parser, Record record) throws IOException {
        boolean atEnd = false;
        try {
            atEnd = parser.nextToken() == null;
        } finally {
            if (!atEnd) {
                RecordSecrets.close(record);
            }
        }
        if (!atEnd) {
            throw new KmsException(ErrorCode.SERIALIZATION, NOT_AN_OBJECT);
        }
    }

    @Override
    public byte[] encode(Record output) {
        if (output instanceof Empty) {
            return new byte[0];
        }
        WipedOutput bytes = new WipedOutput();
        try (JsonGenerator generator = json.createGenerator(bytes)) {
            RecordWriter.of(output.getClass()).write(output, generator);
            generator.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new BugException("response of " + output.getClass().getName() + " does not encode", e);
        }
    }

    /** Overwritten when the generator closes it. */
    private static final class WipedOutput extends ByteArrayOutputStream {
        WipedOutput() {
            super(USUAL_RESPONSE_BYTES);
        }

        @Override
        public void close() {
            Arrays.fill(buf, 0, count, (byte) 0);
        }
    }
}
