package io.claviger.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.claviger.common.AccountId;
import io.claviger.common.Blob;
import io.claviger.common.KeyId;
import io.claviger.common.Region;
import io.claviger.common.SecretBytes;
import io.claviger.crypto.aes.OneTimeKeyAead;
import io.claviger.crypto.aes.SealBrokenException;
import io.claviger.crypto.wrap.DomainKey;
import io.claviger.crypto.wrap.SecretBinding;
import io.claviger.crypto.wrap.WrappedSecret;
import io.claviger.key.CiphertextEnvelope;
import io.claviger.key.CiphertextHeader;
import io.claviger.key.EncryptionContext;
import io.claviger.key.MaterialId;
import io.claviger.testkit.SeededRandom;
import io.claviger.testkit.VectorFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Our formats against bytes that another implementation made (vectors/formats.json says which). If one of these fails,
 * the format has changed, and what is stored cannot be read any more.
 */
class FormatVectorsTest {
    private static final JsonNode VECTORS = VectorFiles.own("formats.json");

    private final OneTimeKeyAead aead = new OneTimeKeyAead();

    static Iterable<JsonNode> contexts() {
        return VECTORS.get("contexts");
    }

    static Iterable<JsonNode> oneTimeKeyAead() {
        return VECTORS.get("oneTimeKeyAead");
    }

    static Iterable<JsonNode> envelopes() {
        return VECTORS.get("envelopes");
    }

    static Iterable<JsonNode> wrappedSecrets() {
        return VECTORS.get("wrappedSecrets");
    }

    @ParameterizedTest
    @MethodSource("contexts")
    void canonicalContextIsUnchanged(JsonNode vector) {
        assertThat(context(vector.get("pairs")).canonicalBytes()).asHexString().isEqualTo(upper(vector, "canonical"));
    }

    @ParameterizedTest
    @MethodSource("oneTimeKeyAead")
    void sealedMessageIsUnchanged(JsonNode vector) throws SealBrokenException {
        OneTimeKeyAead.Key key = OneTimeKeyAead.Key.of(secret(vector, "key"));
        SecretBytes plaintext = secret(vector, "plaintext");

        byte[] sealed = aead.seal(key, bytes(vector, "aad"), plaintext, SeededRandom.once(bytes(vector, "label")));

        assertThat(sealed).asHexString().isEqualTo(upper(vector, "sealed"));
        assertThat(aead.open(key, bytes(vector, "aad"), sealed)).isEqualTo(plaintext);
    }

    @ParameterizedTest
    @MethodSource("envelopes")
    void envelopeIsUnchanged(JsonNode vector) {
        CiphertextHeader header = header(vector);
        byte[] aad = header.aad(context(vector.get("context")));
        OneTimeKeyAead.Key key = OneTimeKeyAead.Key.of(secret(vector, "material"));

        byte[] sealed = aead.seal(key, aad, secret(vector, "plaintext"), SeededRandom.once(bytes(vector, "label")));
        CiphertextEnvelope envelope = new CiphertextEnvelope(header, Blob.owning(sealed));

        assertThat(header.bytes()).asHexString().isEqualTo(upper(vector, "header"));
        assertThat(aad).asHexString().isEqualTo(upper(vector, "aad"));
        assertThat(envelope.toBlob().toHex()).isEqualTo(vector.get("blob").asText());
        assertThat(CiphertextEnvelope.parse(bytes(vector, "blob"))).contains(envelope);
    }

    @ParameterizedTest
    @MethodSource("wrappedSecrets")
    void wrappedSecretIsUnchanged(JsonNode vector) throws SealBrokenException {
        SecretBinding binding = binding(vector);
        UUID domainKeyId = UUID.fromString(vector.get("domainKeyId").asText());
        DomainKey domainKey = new DomainKey(domainKeyId, secret(vector, "domainKey"), aead);

        WrappedSecret wrapped =
                domainKey.wrap(secret(vector, "secret"), binding, SeededRandom.once(bytes(vector, "label")));

        assertThat(binding.bytes()).asHexString().isEqualTo(upper(vector, "binding"));
        assertThat(wrapped.toBlob().toHex()).isEqualTo(vector.get("wrapped").asText());
        assertThat(WrappedSecret.parse(bytes(vector, "wrapped"))).contains(wrapped);
        assertThat(domainKey.unwrap(wrapped, binding)).isEqualTo(secret(vector, "secret"));
    }

    @Test
    void everyPurposeHasAVector() {
        List<String> purposes = new ArrayList<>();
        wrappedSecrets().forEach(vector -> purposes.add(vector.get("purpose").asText()));

        assertThat(purposes)
                .containsExactlyInAnyOrderElementsOf(List.of(SecretBinding.Purpose.values()).stream()
                        .map(Enum::name)
                        .toList());
    }

    @Test
    void documentShowsTheseVectors() throws IOException {
        Map<String, String> shown = new LinkedHashMap<>();
        Matcher block = Pattern.compile("```hex (\\S+)\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs/ciphertext-format.md")));
        while (block.find()) {
            // each line: bytes, two spaces, what they are
            shown.put(
                    block.group(1),
                    block.group(2).replaceAll("(?m)  +\\D.*$", "").replaceAll("\\s", ""));
        }

        JsonNode envelope = VECTORS.get("envelopes").get(0);
        JsonNode wrapped = VECTORS.get("wrappedSecrets").get(1);
        JsonNode rootKey = VECTORS.get("rootKey");
        assertThat(shown)
                .containsEntry("blob", envelope.get("blob").asText())
                .containsEntry("aad", envelope.get("aad").asText())
                .containsEntry("material", envelope.get("material").asText())
                .containsEntry("wrapped-secret", wrapped.get("wrapped").asText())
                .containsEntry("wrapped-secret-binding", wrapped.get("binding").asText())
                .containsEntry("domain-key", wrapped.get("domainKey").asText())
                .containsEntry("root-key-wrapped", rootKey.get("wrapped").asText());
        assertThat(Files.readString(Path.of("docs/ciphertext-format.md")))
                .contains(rootKey.get("line").asText());
    }

    private static CiphertextHeader header(JsonNode vector) {
        return new CiphertextHeader(
                CiphertextHeader.Maker.valueOf(vector.get("maker").asText()),
                new AccountId(vector.get("account").asText()),
                new Region(vector.get("region").asText()),
                new KeyId(vector.get("keyId").asText()),
                new MaterialId(vector.get("materialId").asText()));
    }

    private static SecretBinding binding(JsonNode vector) {
        List<String> ownerIds = new ArrayList<>();
        vector.get("ownerIds").forEach(id -> ownerIds.add(id.asText()));
        return new SecretBinding(
                SecretBinding.Purpose.valueOf(vector.get("purpose").asText()), ownerIds);
    }

    private static EncryptionContext context(JsonNode pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        pairs.properties()
                .forEach(pair -> map.put(pair.getKey(), pair.getValue().asText()));
        return EncryptionContext.of(map);
    }

    private static SecretBytes secret(JsonNode vector, String member) {
        return SecretBytes.owning(bytes(vector, member));
    }

    private static byte[] bytes(JsonNode vector, String member) {
        return HexFormat.of().parseHex(vector.get(member).asText());
    }

    private static String upper(JsonNode vector, String member) {
        return HexFormat.of().withUpperCase().formatHex(bytes(vector, member));
    }
}
