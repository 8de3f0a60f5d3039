package io.claviger.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.common.ErrorCode;
import io.claviger.testkit.RawHttp;
import io.claviger.testkit.ServiceProfile;
import io.claviger.testkit.WireRequest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Two thousand requests that are wrong in some way get answers of the protocol, and none is our fault. */
@QuarkusTest
@TestProfile(ServiceProfile.class)
class WireFuzzTest extends WireTest {
    private static final long SEED = 20_261_124L;
    private static final int CLIENTS = 4;
    private static final int REQUESTS_PER_CLIENT = 500;
    private static final Set<String> ERRORS = Arrays.stream(ErrorCode.values())
            .filter(code -> !code.isServerFault())
            .map(ErrorCode::wireName)
            .collect(Collectors.toSet());

    @Test
    void randomRequestsGetAnswersOfTheProtocol() throws Exception {
        List<WireRequest> right = rightRequests();
        List<Callable<List<String>>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            long seed = SEED + i;
            clients.add(() -> failures(seed, right));
        }

        List<String> failures = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<List<String>> client : executor.invokeAll(clients)) {
                failures.addAll(client.get());
            }
        }

        assertThat(failures).isEmpty();
        assertSuccess(send(signed("ListKeys", "{}")));
    }

    private List<String> failures(long seed, List<WireRequest> right) {
        List<String> failures = new ArrayList<>();
        FuzzedRequests requests = new FuzzedRequests(seed, right);
        RawHttp connection = RawHttp.connect(endpoint);
        for (int i = 0; i < REQUESTS_PER_CLIENT; i++) {
            WireRequest request = requests.next(signer());
            try {
                RawHttp.Answer answer = connection.send(request);
                if (!isOfTheProtocol(answer)) {
                    failures.add("seed " + seed + " number " + i + ": " + answer + " to " + request);
                }
                if (answer.header("Connection").equalsIgnoreCase("close")) {
                    connection.close();
                    connection = RawHttp.connect(endpoint);
                }
            } catch (RuntimeException e) {
                failures.add("seed " + seed + " number " + i + ": " + e + " to " + request);
                connection.close();
                connection = RawHttp.connect(endpoint);
            }
        }
        connection.close();
        return failures;
    }

    private static boolean isOfTheProtocol(RawHttp.Answer answer) {
        boolean isComplete = answer.header("Content-Type").equals(CONTENT_TYPE)
                && answer.header("x-amzn-RequestId").length() == 36;
        if (answer.status() == 200) {
            return isComplete && (answer.body().length == 0 || json(answer).isObject());
        }
        return isComplete
                && answer.status() == 400
                && ERRORS.contains(json(answer).path("__type").asText());
    }

    /** One request of each kind that the service answers with success. */
    private List<WireRequest> rightRequests() {
        String key = newKey();
        String keyId = "\"KeyId\":\"" + key + "\"";
        String ciphertext = json(send(signed("Encrypt", "{" + keyId + ",\"Plaintext\":\"YWJj\"}")))
                .path("CiphertextBlob")
                .asText();
        String blob = "\"CiphertextBlob\":\"" + ciphertext + "\"";
        String token = json(send(signed(
                        "CreateGrant",
                        "{" + keyId + ",\"GranteePrincipal\":\"" + caller.arn() + "\",\"Operations\":[\"Decrypt\"]}")))
                .path("GrantToken")
                .asText();
        String policy = "{\\\"Version\\\":\\\"2012-10-17\\\",\\\"Statement\\\":[{\\\"Effect\\\":\\\"Allow\\\","
                + "\\\"Principal\\\":{\\\"AWS\\\":\\\"" + caller.accountId() + "\\\"},\\\"Action\\\":\\\"kms:*\\\","
                + "\\\"Resource\\\":\\\"*\\\"}]}";
        return List.of(
                WireRequest.call(
                        "CreateKey",
                        "{\"Description\":\"d\",\"Tags\":[{\"TagKey\":\"a\",\"TagValue\":\"b\"}],"
                                + "\"KeySpec\":\"SYMMETRIC_DEFAULT\",\"Policy\":\"" + policy
                                + "\",\"MultiRegion\":false}"),
                WireRequest.call("DescribeKey", "{" + keyId + ",\"GrantTokens\":[\"x\"]}"),
                WireRequest.call("ListKeys", "{\"Limit\":3}"),
                WireRequest.call("EnableKey", "{" + keyId + "}"),
                WireRequest.call("UpdateKeyDescription", "{" + keyId + ",\"Description\":\"x\"}"),
                WireRequest.call(
                        "Encrypt",
                        "{" + keyId + ",\"Plaintext\":\"YWJj\",\"EncryptionContext\":{\"purpose\":\"test\"}}"),
                WireRequest.call(
                        "Decrypt", "{" + blob + "," + keyId + ",\"EncryptionAlgorithm\":\"SYMMETRIC_DEFAULT\"}"),
                WireRequest.call(
                        "ReEncrypt",
                        "{" + blob + ",\"DestinationKeyId\":\"" + key
                                + "\",\"DestinationEncryptionContext\":{\"a\":\"b\"}}"),
                WireRequest.call("GenerateDataKey", "{" + keyId + ",\"NumberOfBytes\":16,\"DryRun\":false}"),
                WireRequest.call("GenerateDataKeyWithoutPlaintext", "{" + keyId + ",\"KeySpec\":\"AES_256\"}"),
                WireRequest.call("GenerateRandom", "{\"NumberOfBytes\":8}"),
                WireRequest.call("CreateAlias", "{\"AliasName\":\"alias/x\",\"TargetKeyId\":\"" + key + "\"}"),
                WireRequest.call("UpdateAlias", "{\"AliasName\":\"alias/x\",\"TargetKeyId\":\"" + key + "\"}"),
                WireRequest.call("DeleteAlias", "{\"AliasName\":\"alias/x\"}"),
                WireRequest.call("ListAliases", "{" + keyId + ",\"Limit\":10}"),
                WireRequest.call("TagResource", "{" + keyId + ",\"Tags\":[{\"TagKey\":\"a\",\"TagValue\":\"b\"}]}"),
                WireRequest.call("UntagResource", "{" + keyId + ",\"TagKeys\":[\"a\"]}"),
                WireRequest.call("ListResourceTags", "{" + keyId + ",\"Limit\":10}"),
                WireRequest.call("GetKeyPolicy", "{" + keyId + ",\"PolicyName\":\"default\"}"),
                WireRequest.call("PutKeyPolicy", "{" + keyId + ",\"Policy\":\"" + policy + "\"}"),
                WireRequest.call("ListKeyPolicies", "{" + keyId + "}"),
                WireRequest.call("GetKeyRotationStatus", "{" + keyId + "}"),
                WireRequest.call(
                        "CreateGrant",
                        "{" + keyId + ",\"GranteePrincipal\":\"" + caller.arn() + "\",\"RetiringPrincipal\":\""
                                + caller.arn() + "\",\"Operations\":[\"Decrypt\",\"Encrypt\"],\"Name\":\"n\","
                                + "\"Constraints\":{\"EncryptionContextSubset\":{\"a\":\"b\"}},\"GrantTokens\":[\""
                                + token + "\"]}"),
                WireRequest.call("ListGrants", "{" + keyId + ",\"GranteePrincipal\":\"" + caller.arn() + "\"}"),
                WireRequest.call("ListRetirableGrants", "{\"RetiringPrincipal\":\"" + caller.arn() + "\",\"Limit\":5}"),
                WireRequest.call("RetireGrant", "{\"GrantToken\":\"" + token + "\",\"DryRun\":true}"),
                WireRequest.call("RevokeGrant", "{" + keyId + ",\"GrantId\":\"" + "0".repeat(64) + "\"}"));
    }
}
