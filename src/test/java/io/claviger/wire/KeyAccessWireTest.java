package io.claviger.wire;

import static io.claviger.wire.RestWireTest.assertRest;
import static io.claviger.wire.RestWireTest.assertRestError;
import static io.claviger.wire.RestWireTest.rest;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.claviger.testkit.AuditLog;
import io.claviger.testkit.Identity;
import io.claviger.testkit.Policies;
import io.claviger.testkit.RawHttp;
import io.claviger.testkit.ServiceProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code GET /v1/keys/{id}/access} over real HTTP and a real database. */
@QuarkusTest
@TestProfile(ServiceProfile.class)
class KeyAccessWireTest extends WireTest {
    @Inject
    AuditLog auditLog;

    private RawHttp.Answer access(String key, String query) {
        String path = "/v1/keys/" + URLEncoder.encode(key, StandardCharsets.UTF_8) + "/access" + query;
        return send(signer().sign(rest("GET", path, "")));
    }

    private String grant(String key, Identity grantee) {
        RawHttp.Answer answer = send(signed(
                "CreateGrant",
                "{\"KeyId\":\"" + key + "\",\"GranteePrincipal\":\"" + grantee.arn()
                        + "\",\"Operations\":[\"Decrypt\",\"RetireGrant\"],"
                        + "\"Constraints\":{\"EncryptionContextSubset\":{\"app\":\"payroll\"}}}"));
        return json(answer).path("GrantId").asText();
    }

    @Test
    void tellsWhoHasAccessAndByWhat() {
        String key = newKey();
        Identity reader = identities.user(
                caller.account(),
                "reader",
                Policies.document(Policies.allow(List.of("kms:DescribeKey"), List.of("*"))));
        String grantId = grant(key, reader);

        RawHttp.Answer answer = access(key, "");

        assertRest(answer, 200);
        JsonNode body = json(answer);
        assertThat(body.path("keyArn").asText()).isEqualTo(key);
        assertThat(body.path("truncated").asBoolean(true)).isFalse();
        assertThat(body.at("/entries/0/type").asText()).isEqualTo("ROOT");
        JsonNode ofReader = entry(body, "USER", reader.arn());
        assertThat(ofReader.path("access").path(0).path("actions").toString()).isEqualTo("[\"kms:DescribeKey\"]");
        assertThat(ofReader.at("/access/0/allows/1/policy").asText()).isEqualTo("policy0");
        JsonNode ofGrant = body.path("entries").path(body.path("entries").size() - 1);
        assertThat(ofGrant.at("/grant/grantId").asText()).isEqualTo(grantId);
        assertThat(ofGrant.at("/grant/encryptionContextSubset/app").asText()).isEqualTo("payroll");
        assertThat(ofGrant.at("/access/0/actions").toString()).isEqualTo("[\"kms:Decrypt\",\"kms:RetireGrant\"]");
        assertThat(ofGrant.at("/access/0/unconditional").asBoolean(true)).isFalse();
    }

    @Test
    void theCallIsAudited() {
        String key = newKey();

        RawHttp.Answer answer = access(key, "?limit=5");

        JsonNode record = auditLog.of(answer.header("x-amzn-RequestId")).getFirst();
        assertThat(record.path("eventName").asText()).isEqualTo("GetKeyAccess");
        assertThat(record.path("requestParameters").toString()).isEqualTo("{\"keyId\":\"" + key + "\",\"limit\":5}");
        assertThat(record.path("readOnly").asBoolean()).isTrue();
        assertThat(record.at("/resources/0/ARN").asText()).isEqualTo(key);
    }

    @Test
    void theKeyGoesByItsIdItsArnAndItsAliases() {
        String key = newKey();
        String alias = "alias/team/" + caller.accountId();
        send(signed("CreateAlias", "{\"AliasName\":\"" + alias + "\",\"TargetKeyId\":\"" + key + "\"}"));
        String prefix = key.substring(0, key.indexOf("key/"));

        for (String name : List.of(key, key.substring(key.indexOf('/') + 1), alias, prefix + alias)) {
            RawHttp.Answer answer = access(name, "");

            assertRest(answer, 200);
            assertThat(json(answer).path("keyArn").asText()).isEqualTo(key);
        }
    }

    @Test
    void pagesMakeTheWholeList() {
        String key = newKey();
        Identity other = identities.user(caller.account(), "other");
        grant(key, other);
        List<String> seen = new ArrayList<>();
        String marker = null;

        do {
            RawHttp.Answer answer = access(key, "?limit=1" + (marker == null ? "" : "&marker=" + marker));
            assertRest(answer, 200);
            JsonNode body = json(answer);
            body.path("entries").forEach(entry -> seen.add(entry.path("type").asText()));
            marker =
                    body.path("truncated").asBoolean() ? body.path("nextMarker").asText() : null;
        } while (marker != null);

        assertThat(seen).containsExactly("ROOT", "USER", "USER", "USER");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ?limit=0 | ValidationException
            ?limit=101 | ValidationException
            ?limit=x | SerializationException
            ?limit= | SerializationException
            ?limit=99999999999 | SerializationException
            ?marker=nonsense | InvalidMarkerException
            ?marker= | ValidationException
            """)
    void pagesAreChecked(String query, String type) {
        RawHttp.Answer answer = access(newKey(), query);

        assertThat(json(answer).path("__type").asText()).isEqualTo(type);
        assertRest(answer, 400);
    }

    @Test
    void aMarkerIsForOneKey() {
        String key = newKey();
        String marker = json(access(key, "?limit=1")).path("nextMarker").asText();

        assertThat(marker).isNotEmpty();
        assertRestError(access(newKey(), "?marker=" + marker), 400, "InvalidMarkerException", "The marker is invalid.");
    }

    @Test
    void askingNeedsItsPermission() {
        String key = newKey();
        caller = identities.user(
                caller.account(),
                "somebody",
                Policies.document(Policies.allow(List.of("kms:GetKeyPolicy"), List.of("*"))));

        RawHttp.Answer answer = access(key, "");

        assertRestError(
                answer,
                400,
                "AccessDeniedException",
                "User: " + caller.arn() + " is not authorized to perform: kms:GetKeyAccess on resource: " + key
                        + " because no identity-based policy allows the kms:GetKeyAccess action");
        assertThat(auditLog.of(answer.header("x-amzn-RequestId"))).hasSize(1);
    }

    @Test
    void keysOfOtherAccountsLookLikeNone() {
        String key = newKey();
        caller = identities.administrator();
        String denial = "User: " + caller.arn() + " is not authorized to perform: kms:GetKeyAccess on this resource"
                + " because the resource does not exist in this Region, no resource-based policies allow access, or a"
                + " resource-based policy explicitly denies access";

        assertRestError(access(key, ""), 400, "AccessDeniedException", denial);
        assertRestError(access(key.substring(0, key.length() - 1) + "0", ""), 400, "AccessDeniedException", denial);
    }

    @Test
    void keysThatAreNotThereAreNotFound() {
        assertThat(json(access("alias/none", "")).path("__type").asText()).isEqualTo("NotFoundException");
        assertThat(json(access(".", "")).path("__type").asText())
                .isIn("NotFoundException", "UnknownOperationException");
        assertThat(json(access("x".repeat(2049), "")).path("__type").asText()).isEqualTo("ValidationException");
    }

    private static JsonNode entry(JsonNode body, String type, String principal) {
        for (JsonNode entry : body.path("entries")) {
            if (entry.path("type").asText().equals(type)
                    && entry.path("principal").asText().equals(principal)) {
                return entry;
            }
        }
        throw new AssertionError("no " + principal + " in " + body);
    }
}
