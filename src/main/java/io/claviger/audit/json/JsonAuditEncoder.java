package io.claviger.audit.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.claviger.audit.AuditEncoder;
import io.claviger.audit.AuditEvent;
import io.claviger.authn.RawCall;
import io.claviger.common.BugException;
import io.claviger.common.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes the record of one call as CloudTrail does (audit.md, sections 1, 2, 4 and 5). Of our own making: a denied call
 * has {@code authorizationDecision} in its additionalEventData, saying what decided.
 *
 * <p>Texts from outside are cut to CloudTrail's limits. A request whose parameters would make the record larger than
 * CloudTrail's 100 KB has <code>{"omitted": true}</code> in their place: that only happens to a call that was refused.
 */
public final class JsonAuditEncoder implements AuditEncoder {
    private static final int MAX_RECORD_BYTES = 100 * 1024;
    private static final int MAX_TEXT_BYTES = 1024;
    private static final int USUAL_RECORD_BYTES = 2048;

    private final JsonFactory json = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    @Override
    public byte[] encode(AuditEvent event) {
        byte[] whole = encode(event, true);
        return whole.length <= MAX_RECORD_BYTES ? whole : encode(event, false);
    }

    private byte[] encode(AuditEvent event, boolean withParameters) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_RECORD_BYTES);
        try (JsonGenerator generator = json.createGenerator(bytes)) {
            write(event, withParameters, generator);
        } catch (IOException e) {
            throw new BugException("audit record of " + event.operation() + " does not encode", e);
        }
        return bytes.toByteArray();
    }

    private static void write(AuditEvent event, boolean withParameters, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("eventVersion", "1.11");
        AuditIdentity.write(event.caller(), event.invokedBy(), json);
        json.writeStringField(
                "eventTime", event.time().truncatedTo(ChronoUnit.SECONDS).toString());
        json.writeStringField("eventSource", event.api().eventSource());
        json.writeStringField("eventName", event.operation());
        json.writeStringField("awsRegion", event.region().value());
        json.writeStringField("sourceIPAddress", event.sourceAddress());
        writeText("userAgent", event.userAgent(), json);
        writeText("errorCode", errorCode(event.errorCode()), json);
        writeText("errorMessage", event.errorMessage(), json);
        json.writeFieldName("requestParameters");
        writeParameters(event.request(), withParameters, json);
        json.writeFieldName("responseElements");
        writeResponse(event, json);
        writeEventData(event.additionalEventData(), event.denial(), json);
        json.writeStringField("requestID", event.requestId());
        json.writeStringField("eventID", event.eventId());
        json.writeBooleanField("readOnly", event.readOnly());
        writeResources(event, json);
        json.writeStringField("eventType", "AwsApiCall");
        json.writeBooleanField("managementEvent", true);
        json.writeStringField("recipientAccountId", event.caller().account().value());
        json.writeStringField("eventCategory", "Management");
        writeTls(event.tls(), event.host(), json);
        json.writeEndObject();
    }

    /** Access failures go by the short name that most samples have. */
    private static @Nullable String errorCode(@Nullable String code) {
        return ErrorCode.ACCESS_DENIED.wireName().equals(code) ? "AccessDenied" : code;
    }

    private static void writeParameters(@Nullable Record request, boolean whole, JsonGenerator json)
            throws IOException {
        if (request == null || !AuditedRecord.of(request.getClass()).showsAnything(request)) {
            json.writeNull();
        } else if (whole) {
            AuditedRecord.of(request.getClass()).write(request, json);
        } else {
            json.writeStartObject();
            json.writeBooleanField("omitted", true);
            json.writeEndObject();
        }
    }

    private static void writeResponse(AuditEvent event, JsonGenerator json) throws IOException {
        SequencedMap<String, Object> elements = event.responseElements();
        if (event.readOnly() || elements == null || elements.isEmpty()) {
            json.writeNull();
        } else {
            AuditValue.writeMap(elements, json);
        }
    }

    private static void writeEventData(SequencedMap<String, Object> data, @Nullable String denial, JsonGenerator json)
            throws IOException {
        if (data.isEmpty() && denial == null) {
            return;
        }
        json.writeObjectFieldStart("additionalEventData");
        AuditValue.writePairs(data, json);
        writeText("authorizationDecision", denial, json);
        json.writeEndObject();
    }

    private static void writeResources(AuditEvent event, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("resources");
        for (AuditEvent.Resource resource : event.resources()) {
            json.writeStartObject();
            json.writeStringField("accountId", resource.account().value());
            json.writeStringField("type", "AWS::KMS::Key");
            json.writeStringField("ARN", resource.arn());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeTls(RawCall.@Nullable Tls tls, @Nullable String host, JsonGenerator json)
            throws IOException {
        if (tls == null) {
            return;
        }
        json.writeObjectFieldStart("tlsDetails");
        json.writeStringField("tlsVersion", tls.version());
        json.writeStringField("cipherSuite", tls.cipherSuite());
        writeText("clientProvidedHostHeader", host, json);
        json.writeEndObject();
    }

    private static void writeText(String name, @Nullable String text, JsonGenerator json) throws IOException {
        if (text != null) {
            json.writeStringField(name, BoundedText.of(text, MAX_TEXT_BYTES));
        }
    }
}
