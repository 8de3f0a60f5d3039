package io.claviger.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.claviger.testkit.RawHttp;
import io.claviger.testkit.ServiceProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests about grants that no SDK would send; whatever they hold, they are no fault of ours. */
@QuarkusTest
@TestProfile(ServiceProfile.class)
class GrantsWireTest extends WireTest {
    private String key;

    @BeforeEach
    void setUpKey() {
        key = newKey();
    }

    @Test
    void entriesAreEncodedAsTheProtocolSays() {
        assertSuccess(create("'Constraints':{'EncryptionContextSubset':{'é\\u0001\\ud83d\\ude00':' \\u007f\\uffff'}}"));

        JsonNode entry = json(send(signed("ListGrants", body("")))).at("/Grants/0");

        assertThat(entry.propertyStream().map(member -> member.getKey()))
                .containsExactlyInAnyOrder(
                        "KeyId",
                        "GrantId",
                        "Name",
                        "CreationDate",
                        "GranteePrincipal",
                        "IssuingAccount",
                        "Operations",
                        "Constraints");
        assertThat(entry.get("CreationDate").isNumber()).isTrue();
        assertThat(entry.get("Constraints").toString())
                .isEqualTo("{\"EncryptionContextSubset\":{\"é\\u0001\ud83d\ude00\":\" \u007f\uffff\"}}");
    }

    @Test
    void retireAndRevokeHaveNoBody() {
        String first = json(create("'Name':'a'")).get("GrantToken").asText();
        String second = json(create("'Name':'b'")).get("GrantId").asText();

        for (RawHttp.Answer answer : new RawHttp.Answer[] {
            send(signed("RetireGrant", "{\"GrantToken\":\"" + first + "\"}")),
            send(signed("RevokeGrant", body("'GrantId':'" + second + "'")))
        }) {
            assertSuccess(answer);
            assertThat(answer.header("Content-Length")).isEqualTo("0");
            assertThat(answer.body()).isEmpty();
        }
    }

    @Test
    void unknownAndNullMembersAreIgnored() {
        assertSuccess(create("'Name':null,'Constraints':null,'GrantTokens':null,'RetiringPrincipal':null,"
                + "'GranteeServicePrincipal':null,'Unknown':{'a':[1]},'name':1"));
        assertSuccess(create("'Constraints':{'EncryptionContextEquals':null,'Unknown':1}"));
        assertSuccess(create("'Constraints':{}"));

        assertThat(json(send(signed("ListGrants", body("")))).at("/Grants"))
                .hasSize(3)
                .allSatisfy(entry -> assertThat(entry.has("Constraints")).isFalse());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
            'Operations':'Decrypt'
            'Operations':[1]
            'Operations':{}
            'Constraints':[]
            'Constraints':'x'
            'Constraints':{'EncryptionContextEquals':[]}
            'Constraints':{'EncryptionContextEquals':{'a':1}}
            'Constraints':{'EncryptionContextSubset':{'a':{}}}
            'Constraints':{'SourceArn':1}
            'GrantTokens':'x'
            'GrantTokens':[1]
            'DryRun':'true'
            'Name':1
            'GranteePrincipal':[]
            """)
    void wrongTypesDoNotSerialize(String members) {
        assertError(create(members), "SerializationException");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'Constraints':{'EncryptionContextEquals':{'a':null}}",
                "'Constraints':{'EncryptionContextSubset':{'':'a'}}",
                "'Constraints':{'EncryptionContextSubset':{'a':'b\\u0000'}}",
                "'Constraints':{'EncryptionContextEquals':{'\\u0000':'b'}}",
                "'Constraints':{'EncryptionContextSubset':{'a':'\\ud800'}}",
                "'Constraints':{'EncryptionContextEquals':{'\\udc00b':'c'}}",
                "'Constraints':{'SourceArn':'arn:aws:ec2:us-east-1:111122223333:\\u0000volume'}",
                "'Constraints':{'SourceArn':'arn:aws:ec2:us-east-1:111122223333:\\ud800volume'}",
                "'Constraints':{'SourceArn':'arn:aws:s3:::bucket/that/has/no/account'}",
                "'Name':'a\\u0000'",
                "'Name':'\\ud800'",
                "'GranteePrincipal':'\\u0000'",
                "'GranteePrincipal':'arn:aws:iam::111122223333:user/\\ud800'",
                "'RetiringPrincipal':'arn:aws:iam::111122223333:user/\\u0000'",
                "'RetiringServicePrincipal':'ec2'",
                "'RetiringServicePrincipal':'ec2.amazonaws\\u0000.com'",
                "'GrantTokens':['\\u0000']",
                "'GrantTokens':['\\ud800']",
                "'GrantTokens':['']",
                "'GrantTokens':[null]",
                "'Operations':[]",
                "'Operations':[null]",
                "'Operations':['decrypt']"
            })
    void whatCannotBeKeptIsTheCallersFault(String members) {
        RawHttp.Answer answer = create(members);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
        assertEnvelope(answer);
        assertThat(json(send(signed("ListGrants", body("")))).at("/Grants")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ListGrants 'GrantId':'\\u0000'",
                "ListGrants 'GrantId':'\\ud800'",
                "ListGrants 'GranteePrincipal':'arn:aws:iam::111122223333:user/\\u0000'",
                "ListGrants 'Marker':'\\u0000'",
                "ListGrants 'Marker':'TGlzdEdyYW50cw'",
                "ListRetirableGrants 'RetiringPrincipal':'\\u0000'",
                "ListRetirableGrants 'RetiringPrincipal':'arn:aws:iam::111122223333:user/\\ud800'",
                "ListRetirableGrants 'RetiringPrincipal':'arn:aws:iam::000000000000:root'",
                "ListRetirableGrants 'RetiringPrincipal':'arn:aws:iam:::root'",
                "RevokeGrant 'GrantId':'\\u0000'",
                "RevokeGrant 'GrantId':'0000000000000000000000000000000000000000000000000000000000000000'",
                "RetireGrant 'GrantId':'\\ud800'",
                "RetireGrant 'GrantId':'000000000000000000000000000000000000000000000000000000000000000\\u0000'"
            })
    void otherTextIsTheCallersFaultToo(String call) {
        int space = call.indexOf(' ');

        RawHttp.Answer answer = send(signed(call.substring(0, space), body(call.substring(space + 1))));

        assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
        assertEnvelope(answer);
    }

    /** Every byte of a token in turn becomes another. */
    @Test
    void spoiltTokensAreNeverOurFault() {
        byte[] token = Base64.getDecoder()
                .decode(json(create("'Name':'n'")).get("GrantToken").asText());

        for (int i = 0; i < token.length; i++) {
            for (int change : new int[] {1, 0x80}) {
                byte[] spoilt = token.clone();
                spoilt[i] ^= (byte) change;
                String text = Base64.getEncoder().encodeToString(spoilt);
                for (RawHttp.Answer answer : new RawHttp.Answer[] {
                    send(signed("RetireGrant", "{\"GrantToken\":\"" + text + "\",\"DryRun\":true}")),
                    send(signed("DescribeKey", body("'GrantTokens':['" + text + "']")))
                }) {
                    assertThat(answer.status()).as("byte %d: %s", i, answer).isIn(200, 400);
                    assertEnvelope(answer);
                }
            }
        }
    }

    @Test
    void manyPairsAndOperationsAreRefusedAndNotKept() {
        String pairs =
                IntStream.range(0, 5_000).mapToObj(i -> "'k" + i + "':'v'").collect(Collectors.joining(",", "{", "}"));
        String operations =
                IntStream.range(0, 5_000).mapToObj(i -> "'Decrypt'").collect(Collectors.joining(",", "[", "]"));

        assertError(
                create("'Constraints':{'EncryptionContextSubset':" + pairs + "}"),
                "ValidationException",
                "A grant constraint can have at most 8 encryption context pairs.");
        assertSuccess(create("'Operations':" + operations));
        assertError(create("'Name':'" + "n".repeat(100_000) + "'"), "ValidationException");
        assertThat(json(send(signed("ListGrants", body("")))).at("/Grants/0/Operations"))
                .hasSize(1);
    }

    private RawHttp.Answer create(String members) {
        String given = members.contains("'GranteePrincipal'")
                ? members
                : members + ",'GranteePrincipal':'" + caller.arn() + "'";
        return send(signed(
                "CreateGrant", body(given.contains("'Operations'") ? given : given + ",'Operations':['Decrypt']")));
    }

    private String body(String members) {
        return ("{'KeyId':'" + key + "'" + (members.isEmpty() ? "" : "," + members) + "}").replace('\'', '"');
    }
}
