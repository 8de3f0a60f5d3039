package io.claviger.policy.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.common.ErrorCode;
import io.claviger.common.Json;
import io.claviger.common.KmsException;
import io.claviger.policy.AccessRequest;
import io.claviger.policy.Decision;
import io.claviger.policy.PolicyEngine;
import io.claviger.policy.PolicyProblem;
import io.claviger.policy.Principal;
import io.claviger.testkit.JsonTrees;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecisionRecordTest {
    private static final AccountId ACCOUNT = new AccountId("111122223333");
    private static final String KEY = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    private static final String REQUEST = "{\"principal\":\"arn:aws:iam::111122223333:user/Example\","
            + "\"action\":\"kms:Decrypt\",\"resource\":\"" + KEY + "\",\"resourceAccount\":\"111122223333\","
            + "\"context\":{}}";
    private static final String POLICY = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
            + "\"Principal\":\"*\",\"Action\":\"kms:*\",\"Resource\":\"*\"}]}";

    private static DecisionRecord read(String json) {
        return DecisionRecord.read(JsonTrees.parse(json), 7);
    }

    private static DecisionRecord withPrincipal(String principal, String context) {
        return read("{\"request\":"
                + REQUEST.replace("arn:aws:iam::111122223333:user/Example", principal)
                        .replace("\"context\":{}", "\"context\":" + context)
                + "}");
    }

    private static String request(String member, String value) {
        return REQUEST.replaceAll("\"" + member + "\":(\"[^\"]*\"|\\{})", "\"" + member + "\":" + value);
    }

    @Test
    void aRecordNeedsOnlyItsRequest() {
        DecisionRecord record = read("{\"request\":" + REQUEST + "}");

        assertThat(record.id()).isNull();
        assertThat(record.documents()).isEmpty();
        assertThat(record.request().scope()).isEqualTo(AccessRequest.Scope.RESOURCE_POLICY);
        assertThat(record.isMatchedBy(PolicyEngine.decide(record.request(), record.policies())))
                .isEmpty();
    }

    @Test
    void documentsComeInTheOrderOfTheFormatWithTheirPlaces() {
        String identity = POLICY.replace("\"Principal\":\"*\",", "");

        DecisionRecord record = read("{\"request\":" + REQUEST + ",\"scps\":[[" + identity + "],[" + identity + ","
                + identity + "]],\"sessionPolicy\":" + identity + ",\"permissionBoundary\":" + identity
                + ",\"identityPolicies\":[" + identity + "],\"keyPolicy\":" + POLICY + "}");

        assertThat(record.documents())
                .extracting(RecordDocument::name)
                .containsExactly(
                        "keyPolicy",
                        "identityPolicies/0",
                        "permissionBoundary",
                        "sessionPolicy",
                        "scps/0/0",
                        "scps/1/0",
                        "scps/1/1");
        assertThat(record.policies().controlLevels()).hasSize(2);
    }

    @Test
    void aPolicyThatPutKeyPolicyRefusesForItsOpennessIsEvaluatedAllTheSame() {
        DecisionRecord record = read("{\"request\":" + REQUEST + ",\"keyPolicy\":"
                + POLICY.replace(
                        "\"Resource\":\"*\"",
                        "\"Resource\":\"*\",\"Condition\":{\"ForAllValues:StringEquals\":"
                                + "{\"kms:EncryptionContext:a\":\"o-1\"}}")
                + "}");

        assertThat(record.documents().getFirst().problems())
                .extracting(PolicyProblem::kind)
                .containsExactly(PolicyProblem.Kind.OVERLY_PERMISSIVE_CONDITION);
    }

    @ParameterizedTest
    @CsvSource({
        "'*', , ACCOUNT",
        "arn:aws:kms:us-west-2:111122223333:alias/a, , ACCOUNT",
        KEY + ", , RESOURCE_POLICY",
        KEY + ", account, ACCOUNT",
        "arn:aws:kms:us-west-2:111122223333:alias/a, key, RESOURCE_POLICY"
    })
    void theScopeFollowsFromTheResource(String resource, String scope, AccessRequest.Scope expected) {
        DecisionRecord record = read("{\"request\":" + request("resource", "\"" + resource + "\"")
                + (scope == null ? "" : ",\"scope\":\"" + scope + "\"") + "}");

        assertThat(record.request().scope()).isEqualTo(expected);
    }

    @Test
    void whatIsExpectedIsCompared() {
        Decision denied = new Decision.ImplicitlyDenied(Decision.Missing.NO_RESOURCE_POLICY_ALLOWS);

        assertThat(read("{\"request\":" + REQUEST + ",\"expected\":\"Deny\"}").isMatchedBy(denied))
                .contains(true);
        assertThat(read("{\"request\":" + REQUEST + ",\"expected\":\"Allow\"}").isMatchedBy(denied))
                .contains(false);
        assertThat(read("{\"request\":" + REQUEST + ",\"expected\":\"Deny\",\"result\":\"ExplicitlyDenied\"}")
                        .isMatchedBy(denied))
                .contains(false);
        assertThat(read("{\"request\":" + REQUEST + ",\"result\":\"ImplicitlyDenied\"}")
                        .isMatchedBy(denied))
                .contains(true);
    }

    @Test
    void grantsAreTakenAsMatching() {
        DecisionRecord record =
                read("{\"request\":" + REQUEST + ",\"grants\":[{\"grantId\":\"g-1\",\"throughAccount\":false}]}");

        assertThat(PolicyEngine.decide(record.request(), record.policies()))
                .isEqualTo(new Decision.Allowed(Decision.Ground.GRANT, List.of(), "g-1"));
    }

    @Test
    void principalsAreReadAsTheyCall() {
        Arn session =
                Arn.parse("arn:aws:sts::111122223333:assumed-role/App/s-1").orElseThrow();

        assertThat(withPrincipal("arn:aws:iam::111122223333:root", "{}")
                        .request()
                        .principal())
                .isEqualTo(new Principal.Root(ACCOUNT));
        assertThat(withPrincipal("ec2.amazonaws.com", "{}").request().principal())
                .isEqualTo(new Principal.Service("ec2.amazonaws.com"));
        assertThat(withPrincipal(
                                "arn:aws:iam::111122223333:user/ops/Alice",
                                "{\"aws:userid\":\"AIDAALICEALICEALICEAL\"}")
                        .request()
                        .principal())
                .isEqualTo(new Principal.User(ACCOUNT, Arn.user(ACCOUNT, "/ops/", "Alice"), "AIDAALICEALICEALICEAL"));
        assertThat(withPrincipal(session.toString(), "{}").request().principal())
                .isEqualTo(new Principal.RoleSession(
                        ACCOUNT, new Arn("aws", "iam", "", ACCOUNT.value(), "role/App"), session, "AROA"));
        assertThat(withPrincipal("arn:aws:sts::111122223333:federated-user/Bob", "{}")
                        .request()
                        .principal())
                .isInstanceOf(Principal.FederatedUser.class);
    }

    @Test
    void theRoleOfASessionMayHaveAPath() {
        Principal principal = withPrincipal(
                        "arn:aws:sts::111122223333:assumed-role/App/s-1",
                        "{\"aws:PrincipalArn\":\"arn:aws:iam::111122223333:role/team/App\","
                                + "\"aws:userid\":\"AROAAPPAPPAPPAPPAPPAP:s-1\"}")
                .request()
                .principal();

        assertThat(principal).isInstanceOfSatisfying(Principal.RoleSession.class, session -> {
            assertThat(session.role()).hasToString("arn:aws:iam::111122223333:role/team/App");
            assertThat(session.roleId()).isEqualTo("AROAAPPAPPAPPAPPAPPAP");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "111122223333",
                "Example",
                "arn:aws:iam::111122223333:role/App",
                "arn:aws:iam::111122223333:group/Team",
                "arn:aws:iam::1111:user/Example",
                "arn:aws:iam:us-east-1:111122223333:user/Example",
                "arn:aws:iam::111122223333:user/",
                "arn:aws:iam::111122223333:user",
                "arn:aws:s3::111122223333:user/Example",
                "arn:aws-cn:iam::111122223333:root",
                "arn:aws:sts::111122223333:assumed-role/App",
                "arn:aws:sts::111122223333:assumed-role/App/",
                "arn:aws:sts::111122223333:assumed-role/App/a/b",
                "arn:aws:sts::111122223333:federated-user/",
                "amazonaws.com"
            })
    void otherTextsNameNobodyWhoCalls(String principal) {
        assertInvalid(
                () -> withPrincipal(principal, "{}"),
                "Record 7: request.principal must be the ARN of a root user, user, role session or federated user, or"
                        + " the name of a service.");
    }

    @Test
    void theBodyIsARecordOrAListOfThem() {
        Json one = JsonTrees.parse("{\"request\":" + REQUEST + "}");

        assertThat(DecisionRecord.readAll(one)).hasSize(1);
        assertThat(DecisionRecord.readAll(new Json.Arr(List.of(one, one)))).hasSize(2);
        assertInvalid(
                () -> DecisionRecord.readAll(new Json.Arr(List.of())),
                "The body must be a record or a list of 1 to 100 records.");
        List<Json> many = new ArrayList<>();
        for (int i = 0; i < 101; i++) {
            many.add(one);
        }
        assertInvalid(
                () -> DecisionRecord.readAll(new Json.Arr(many)),
                "The body must be a record or a list of 1 to 100 records.");
        assertInvalid(() -> DecisionRecord.readAll(new Json.Null()), "Record 0 must be an object.");
        assertInvalid(
                () -> DecisionRecord.readAll(new Json.Arr(List.of(one, new Json.Str("x")))),
                "Record 1 must be an object.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
            {} | Record 7: request is required.
            {"request":null} | Record 7: request is required.
            {"request":1} | Record 7: request must be an object.
            {"request":{}} | Record 7: request.context is required.
            {"request":R,"extra":1} | Record 7: extra is not a member of this object.
            {"request":R,"id":1} | Record 7: id must be a string.
            {"request":R,"scope":"keys"} | Record 7: scope must be one of key, account.
            {"request":R,"expected":"Allowed"} | Record 7: expected must be one of Allow, Deny.
            {"request":R,"result":"Denied"} | Record 7: result must be one of Allowed, ImplicitlyDenied, ExplicitlyDenied.
            {"request":R,"identityPolicies":{}} | Record 7: identityPolicies must be a list.
            {"request":R,"scps":[[],1]} | Record 7: scps must be a list of documents, or a list of such lists.
            {"request":R,"grants":[{"grantId":"g"}]} | Record 7: grants.throughAccount is required.
            {"request":R,"grants":[{"grantId":"g","throughAccount":1}]} | Record 7: grants.throughAccount must be true or false.
            {"request":R,"grants":[{"grantId":"g","throughAccount":true,"x":1}]} | Record 7: grants.x is not a member of this object.
            """)
    void membersOfARecordAreChecked(String json, String message) {
        assertInvalid(() -> read(json.replace(":R", ":" + REQUEST)), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
            context | [] | request.context must be an object.
            context | {"a":1} | request.context must have strings and lists of strings as its values.
            context | {"a":null} | request.context must have strings and lists of strings as its values.
            context | {"a":true} | request.context must have strings and lists of strings as its values.
            context | {"a":{}} | request.context must have strings and lists of strings as its values.
            context | {"a":["b",["c"]]} | request.context must have strings and lists of strings as its values.
            action | 1 | request.action must be a string.
            action | "Decrypt" | request.action must be the name of one action, as kms:Decrypt.
            action | "kms:*" | request.action must be the name of one action, as kms:Decrypt.
            resource | "key/1" | request.resource must be an ARN or *.
            resourceAccount | "me" | request.resourceAccount must be the id of an account.
            principal | null | request.principal is required.
            """)
    void membersOfTheRequestAreChecked(String member, String value, String message) {
        assertInvalid(() -> read("{\"request\":" + request(member, value) + "}"), "Record 7: " + message);
    }

    @Test
    void longNamesOfMembersAreCut() {
        assertInvalid(
                () -> read("{\"request\":" + REQUEST + ",\"" + "x".repeat(5000) + "\":1}"),
                "Record 7: " + "x".repeat(100) + " is not a member of this object.");
    }

    @Test
    void malformedPoliciesAreToldWhereAndWhy() {
        assertThatThrownBy(() -> read("{\"request\":" + REQUEST + ",\"identityPolicies\":[{\"Version\":\"2012-10-17\","
                        + "\"Statement\":[{\"Effect\":\"Maybe\",\"Action\":\"*\",\"Resource\":\"*\"}]}]}"))
                .isInstanceOfSatisfying(KmsException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.MALFORMED_POLICY_DOCUMENT);
                    assertThat(refused.getMessage())
                            .startsWith("Record 7: identityPolicies/0: Policy statement 1: Effect ");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"text\"", "[]", "{}", "{\"Statement\":[]}", "true"})
    void whateverStandsInThePlaceOfAPolicyIsRefused(String policy) {
        assertThatThrownBy(() -> read("{\"request\":" + REQUEST + ",\"keyPolicy\":" + policy + "}"))
                .isInstanceOf(KmsException.class)
                .hasMessageStartingWith("Record 7: keyPolicy: ");
    }

    private static void assertInvalid(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOfSatisfying(KmsException.class, refused -> {
            assertThat(refused.code()).isEqualTo(ErrorCode.VALIDATION);
            assertThat(refused.getMessage()).isEqualTo(message);
        });
    }
}
