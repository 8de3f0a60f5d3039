package io.claviger.bench.bare;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.inject.Singleton;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Takes a request's body and answers a constant JSON text: what Quarkus REST alone costs. */
@Path("/")
@Singleton
public class BareResource {
    private static final String FRAME = "{\"Constant\":\"\"}";

    private final byte[] answer;

    BareResource(@ConfigProperty(name = "bench.answer-bytes", defaultValue = "300") int answerBytes) {
        int filling = Math.max(0, answerBytes - FRAME.length());
        answer = ("{\"Constant\":\"" + "x".repeat(filling) + "\"}").getBytes(StandardCharsets.US_ASCII);
    }

    @POST
    @NonBlocking
    @Produces("application/x-amz-json-1.1")
    public byte[] post(byte[] body) {
        return answer;
    }
}
