package io.claviger.pipeline;

/** Port: reads requests, in the encoding of one protocol. Pure and thread-safe; quick enough for the event loop. */
public interface RequestDecoder {

    /**
     * Reads a request. Members that the record does not have are ignored. The secrets in the result are the caller's to
     * close.
     *
     * @throws io.claviger.common.KmsException SerializationException, and nothing else whatever the bytes, for a body
     *     that is malformed or has a member of the wrong type. Its text holds nothing of the body
     */
    <T extends Record> T decode(byte[] body, Class<T> type);
}
