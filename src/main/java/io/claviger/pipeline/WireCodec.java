package io.claviger.pipeline;

/**
 * Port: requests and responses as the JSON of the protocol awsJson 1.1 (wire-protocol.md, section 1). Pure and
 * thread-safe; quick enough for the event loop.
 *
 * <p>A member is named as its record component with a capital first letter, or as
 * {@link io.claviger.operation.wire.WireName} says. {@code Blob} and {@code SecretBytes} are base64 with padding,
 * {@code Instant} is a number of seconds with milliseconds as its fraction, an enum is its wire name, a {@code Json} is
 * the value that it is. A record whose only member is {@link io.claviger.operation.wire.WholeBody} has no object around
 * it.
 */
public interface WireCodec extends RequestDecoder {

    /**
     * {@inheritDoc} Members that the record does not have are ignored, JSON null is an absent member, a body of zero
     * length is {@code {}}. The secrets in the result are the caller's to close.
     *
     * @throws io.claviger.common.KmsException SerializationException, and nothing else whatever the bytes, for a body
     *     that is not one JSON object in UTF-8 without repeated names, is nested deeper than 32, or has a member of the
     *     wrong type. Its text holds nothing of the body
     */
    @Override
    <T extends Record> T decode(byte[] body, Class<T> type);

    /**
     * Writes a response. Absent members are left out; an {@link io.claviger.operation.Empty} becomes zero bytes, any
     * other record without members {@code {}}. The array is new and the caller's to wipe.
     */
    byte[] encode(Record output);
}
