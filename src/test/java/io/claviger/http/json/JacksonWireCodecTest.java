package io.claviger.http.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.claviger.common.Blob;
import io.claviger.common.BugException;
import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.common.SecretBytes;
import io.claviger.http.json.Samples.Everything;
import io.claviger.key.KeyState;
import io.claviger.key.KeyUsage;
import io.claviger.operation.Empty;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JacksonWireCodecTest {
    private static final String NOT_AN_OBJECT = "The request body is not a JSON object.";
    private static final String NOT_BASE64 = "STRING_VALUE can not be converted to a Blob: it is not base64";
    private static final String NOT_UNICODE = "STRING_VALUE can not be converted to a String: it is not Unicode text";

    private final JacksonWireCodec codec = new JacksonWireCodec();

    @Test
    void everyTypeComesBackAsItWent() {
        byte[] body = codec.encode(Samples.everything());

        Everything decoded = decode(new String(body, UTF_8));

        assertThat(decoded).isEqualTo(Samples.everything());
    }

    @Test
    void writesNamesAndValuesOfTheWire() {
        String body = new String(codec.encode(Samples.everything()), UTF_8);

        assertThat(body)
                .isEqualTo("{\"Text\":\"grüße \\\"\\\\ 🔑\",\"Flag\":true,\"Number\":42,\"LongNumber\":1099511627776,"
                        + "\"Blob\":\"AQID\",\"Secret\":\"BAUGBw==\",\"Time\":1571767572.317,\"Names\":[\"a\",\"b\"],"
                        + "\"Context\":{\"k\":\"v\"},\"Inner\":{\"TagKey\":\"key\",\"Value\":\"\"},"
                        + "\"Inners\":[{\"TagKey\":\"one\"},{}],\"AWSAccountId\":\"111122223333\"}");
    }

    @Test
    void writesEnumsByTheirWireNames() {
        Samples.Answer answer = new Samples.Answer(
                KeyUsage.SIGN_VERIFY, KeyState.PENDING_DELETION, List.of(KeyUsage.KEY_AGREEMENT), false, 0, null);

        assertThat(codec.encode(answer))
                .asString()
                .isEqualTo("{\"Usage\":\"SIGN_VERIFY\",\"State\":\"PendingDeletion\",\"Usages\":[\"KEY_AGREEMENT\"],"
                        + "\"Truncated\":false,\"Count\":0}");
    }

    @Test
    void onlyTheEmptyAnswerHasNoBody() {
        assertThat(codec.encode(Empty.INSTANCE)).isEmpty();
        assertThat(codec.encode(new Samples.NoMembers())).asString().isEqualTo("{}");
    }

    @ParameterizedTest
    @CsvSource({
        "1571767572317, 1571767572.317",
        "1571767572000, 1571767572",
        "1571767572300, 1571767572.300",
        "1571767572003, 1571767572.003",
        "0, 0",
        "-1, -0.001",
        "-1500, -1.500"
    })
    void writesSecondsAndOnlyTheFractionThereIs(long millis, String written) {
        Samples.Answer answer = new Samples.Answer(null, null, null, true, 1, Instant.ofEpochMilli(millis));

        assertThat(codec.encode(answer))
                .asString()
                .isEqualTo("{\"Truncated\":true,\"Count\":1,\"Time\":" + written + "}");
    }

    @ParameterizedTest
    @CsvSource({
        "1571767572, 1571767572000",
        "1571767572.317, 1571767572317",
        "1.571767572317E9, 1571767572317",
        "1571767572317e-3, 1571767572317",
        "0.0004, 0",
        "-1.5, -1500",
        "253402300799, 253402300799000"
    })
    void readsSecondsInAnySpelling(String number, long millis) {
        assertThat(decode("{\"Time\":" + number + "}").time()).isEqualTo(Instant.ofEpochMilli(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", " {\n}\t", "{\"Text\":null}", "{\"Other\":[{\"Text\":[1,{}]}],\"Else\":1}"})
    void absentNullAndUnknownMembersAreNotThere(String body) {
        assertThat(decode(body))
                .isEqualTo(new Everything(null, null, null, null, null, null, null, null, null, null, null, null));
    }

    @Test
    void namesAreCaseSensitive() {
        assertThat(decode("{\"text\":\"a\",\"TEXT\":\"b\"}").text()).isNull();
    }

    @Test
    void keepsTheOrderOfAMap() {
        assertThat(decode("{\"Context\":{\"z\":\"1\",\"a\":\"2\",\"m\":\"3\"}}").context())
                .containsExactly(Map.entry("z", "1"), Map.entry("a", "2"), Map.entry("m", "3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/+8=", "\\/+8=", "\\u002f\\u002b8=", "\\/\\u002B8\\u003d"})
    void readsBase64HoweverJsonSpellsIt(String text) {
        Everything decoded = decode("{\"Blob\":\"" + text + "\",\"Secret\":\"" + text + "\",\"Number\":7}");

        assertThat(decoded.blob()).isEqualTo(Blob.copyOf(new byte[] {-1, -17}));
        assertThat(decoded.secret()).isEqualTo(SecretBytes.copyOf(new byte[] {-1, -17}));
        assertThat(decoded.number()).isEqualTo(7);
    }

    @Test
    void readsLongBlobsWithAndWithoutEscapes() {
        byte[] bytes = new byte[100_000];
        new Random(1).nextBytes(bytes);
        String base64 = Base64.getEncoder().encodeToString(bytes);

        assertThat(decode("{\"Blob\":\"" + base64 + "\"}").blob()).isEqualTo(Blob.copyOf(bytes));
        assertThat(decode("{\"Blob\":\"" + base64.replace("/", "\\/") + "\"}").blob())
                .isEqualTo(Blob.copyOf(bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "YQ",
                "YQ=",
                "YQ===",
                "YR==",
                "YWJ=",
                "Y Q=",
                "YQ==\\n",
                "\\nYQ==",
                "YQ==YQ==",
                "=",
                "====",
                "A===",
                "A=A=",
                "Y_-=",
                "YQ--",
                "éQ==",
                "\\u0000Q==",
                "\\ud800Q==",
                "YWJj\\/"
            })
    void refusesAnythingButCanonicalBase64(String text) {
        refuses("{\"Blob\":\"" + text + "\"}", NOT_BASE64);
        refuses("{\"Secret\":\"" + text + "\"}", NOT_BASE64);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Text | 1 | NUMBER_VALUE can not be converted to a String",
                "Text | 1.5 | NUMBER_VALUE can not be converted to a String",
                "Text | true | TRUE_VALUE can not be converted to a String",
                "Text | {} | START_OBJECT can not be converted to a String",
                "Text | [] | START_ARRAY can not be converted to a String",
                "Flag | \"true\" | STRING_VALUE can not be converted to a Boolean",
                "Flag | 1 | NUMBER_VALUE can not be converted to a Boolean",
                "Number | \"32\" | STRING_VALUE can not be converted to an Integer",
                "Number | true | TRUE_VALUE can not be converted to an Integer",
                "Number | false | FALSE_VALUE can not be converted to an Integer",
                "Number | {} | START_OBJECT can not be converted to an Integer",
                "Number | [1] | START_ARRAY can not be converted to an Integer",
                "Number | 1.5 | NUMBER_VALUE can not be converted to an Integer",
                "Number | 2147483648 | NUMBER_VALUE can not be converted to an Integer",
                "Number | 1e3 | NUMBER_VALUE can not be converted to an Integer",
                "LongNumber | \"32\" | STRING_VALUE can not be converted to a Long",
                "LongNumber | 9223372036854775808 | NUMBER_VALUE can not be converted to a Long",
                "Blob | 1 | NUMBER_VALUE can not be converted to a Blob",
                "Secret | [] | START_ARRAY can not be converted to a Blob",
                "Time | \"2020-01-01T00:00:00Z\" | STRING_VALUE can not be converted to a Timestamp",
                "Time | 1e999999999 | NUMBER_VALUE can not be converted to a Timestamp",
                "Time | 253402300800 | NUMBER_VALUE can not be converted to a Timestamp",
                "Names | \"a\" | STRING_VALUE can not be converted to a List",
                "Names | {} | START_OBJECT can not be converted to a List",
                "Names | [1] | NUMBER_VALUE can not be converted to a String",
                "Names | [null] | NULL_VALUE can not be converted to a String",
                "Context | [] | START_ARRAY can not be converted to a Map",
                "Context | {\"a\":1} | NUMBER_VALUE can not be converted to a String",
                "Context | {\"a\":null} | NULL_VALUE can not be converted to a String",
                "Inner | \"a\" | STRING_VALUE can not be converted to a Structure",
                "Inner | [] | START_ARRAY can not be converted to a Structure",
                "Inner | {\"TagKey\":1} | NUMBER_VALUE can not be converted to a String",
                "Inners | [null] | NULL_VALUE can not be converted to a Structure",
            })
    void namesTheTypeThatIsWrong(String member, String value, String text) {
        refuses("{\"" + member + "\":" + value + "}", text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "\n",
                "null",
                "1",
                "\"{}\"",
                "[]",
                "[{}]",
                "tru",
                "{",
                "}",
                "{]",
                "{}}",
                "{} {}",
                "{},",
                "{}x",
                "{\"Text\"}",
                "{\"Text\":}",
                "{\"Text\":\"a\",}",
                "{\"Text\":\"a\"",
                "{\"Text\":\"a",
                "{Text:\"a\"}",
                "{'Text':'a'}",
                "{\"Text\":\"a\nb\"}",
                "{\"Text\":\"\\x\"}",
                "{\"Text\":\"\\u12\"}",
                "{\"Number\":01}",
                "{\"Number\":+1}",
                "{\"Number\":.5}",
                "{\"Number\":1.}",
                "{\"Number\":NaN}",
                "{\"Number\":0x10}",
                "{\"Time\":Infinity}",
                "{/**/}",
                "{}//",
                "\uFEFF{}",
                "{\"Text\":\"a\",\"Text\":\"b\"}",
                "{\"Text\":null,\"Text\":\"b\"}",
                "{\"X\":1,\"X\":1}",
                "{\"X\":{\"y\":1,\"y\":2}}",
                "{\"Context\":{\"a\":\"1\",\"a\":\"1\"}}",
                "{\"Text\":\"a\",\"\\u0054ext\":\"b\"}"
            })
    void refusesWhatIsNotOneObject(String body) {
        refuses(body, NOT_AN_OBJECT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Text\":\"\u0080\"}", // a lone continuation byte
                "{\"Text\":\"\u00c0\u0080\"}", // overlong NUL
                "{\"Text\":\"\u00c1\u00bf\"}",
                "{\"Text\":\"\u00e0\u0080\u0080\"}",
                "{\"Text\":\"\u00ed\u00a0\u0080\"}", // a surrogate
                "{\"Text\":\"\u00f0\u0080\u0080\u0080\"}",
                "{\"Text\":\"\u00f4\u0090\u0080\u0080\"}", // above U+10FFFF
                "{\"Text\":\"\u00e2\u0082\"}",
                "{\"Other\":\"\u00ff\"}",
                "\u0000{\u0000}", // UTF-16
                "\u00ff\u00fe{\u0000}\u0000",
                "{}\u00c3"
            })
    void refusesWhatIsNotUtf8(String bytes) {
        assertRefused(catchThrowable(() -> codec.decode(bytes.getBytes(ISO_8859_1), Everything.class)), NOT_AN_OBJECT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "\\udc00", "\\udc00\\ud800", "a\\ud83d", "\\ud83dx"})
    void refusesHalfASurrogatePair(String text) {
        refuses("{\"Text\":\"" + text + "\"}", NOT_UNICODE);
        refuses("{\"Names\":[\"" + text + "\"]}", NOT_UNICODE);
        // Jackson itself refuses it in a name
        refuses("{\"Context\":{\"" + text + "\":\"\"}}", NOT_AN_OBJECT);
        refuses("{\"Context\":{\"a\":\"" + text + "\"}}", NOT_UNICODE);
    }

    @Test
    void acceptsAWholeSurrogatePair() {
        assertThat(decode("{\"Text\":\"\\ud83d\\udd11\"}").text()).isEqualTo("🔑");
    }

    @Test
    void refusesNamesLongerThanAnEncryptionContext() {
        assertThat(decode("{\"Context\":{\"" + "k".repeat(8_000) + "\":\"v\"}}").context())
                .hasSize(1);
        refuses("{\"Context\":{\"" + "k".repeat(9_000) + "\":\"v\"}}", NOT_AN_OBJECT);
    }

    @Test
    void refusesDeepNestingEvenWhereItIsIgnored() {
        refuses("{\"Other\":" + "[".repeat(100_000), NOT_AN_OBJECT);
        refuses("{\"Other\":" + "[".repeat(32) + "]".repeat(32) + "}", NOT_AN_OBJECT);
        assertThat(decode("{\"Other\":" + "[".repeat(31) + "]".repeat(31) + "}").text())
                .isNull();
    }

    @Test
    void refusalsQuoteNothingOfTheBody() {
        for (String body : List.of(
                "{\"Secret\":\"topsecret!\"}", "{\"Secret\":\"dG9w\" topsecret", "{\"topsecret\":1,\"topsecret\":2}")) {
            Throwable refusal = catchThrowable(() -> decode(body));

            assertThat(refusal).hasNoCause().hasMessageNotContainingAny("topsecret", "dG9w");
        }
    }

    @Test
    void refusesABodyThatEndsTooSoon() {
        byte[] whole = codec.encode(Samples.everything());
        for (int length = 1; length < whole.length; length++) {
            byte[] body = Arrays.copyOf(whole, length);

            assertRefused(catchThrowable(() -> codec.decode(body, Everything.class)), NOT_AN_OBJECT);
        }
    }

    @Test
    void neverThrowsAnythingButARefusal() {
        Random random = new Random(20260201);
        byte[] seed = codec.encode(Samples.everything());
        int accepted = 0;
        for (int i = 0; i < 10_000; i++) {
            byte[] body = mutated(seed, random);
            Throwable thrown = catchThrowable(() -> codec.decode(body, Everything.class));
            if (thrown == null) {
                accepted++;
            } else {
                assertThat(thrown).isInstanceOf(KmsException.class);
                assertThat(((KmsException) thrown).code()).isEqualTo(ErrorCode.SERIALIZATION);
            }
        }
        assertThat(accepted).isBetween(100, 9_900);
    }

    /** Up to eight changes: a byte flipped, set to something of JSON's, dropped, doubled; or the end cut off. */
    private static byte[] mutated(byte[] seed, Random random) {
        String grammar = "{}[]\",:\\0123456789eE+-.ntfu /=";
        StringBuilder text = new StringBuilder(new String(seed, ISO_8859_1));
        int changes = random.nextInt(8) + 1;
        for (int i = 0; i < changes && !text.isEmpty(); i++) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(5)) {
                case 0 -> text.setCharAt(at, (char) (text.charAt(at) ^ 1 << random.nextInt(8)));
                case 1 -> text.setCharAt(at, grammar.charAt(random.nextInt(grammar.length())));
                case 2 -> text.deleteCharAt(at);
                case 3 -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(40))));
                default -> text.setLength(random.nextInt(4) == 0 ? at : text.length());
            }
        }
        return text.toString().getBytes(ISO_8859_1);
    }

    @Test
    void wipesSecretsWhenALaterMemberIsWrong() {
        refuses("{\"Secret\":\"BAUGBw==\"} trailing", NOT_AN_OBJECT, KeepsItsSecret.class);

        assertThat(KeepsItsSecret.SEEN).hasSize(1);
        assertThatThrownBy(() -> KeepsItsSecret.SEEN.getFirst().reveal()).isInstanceOf(BugException.class);
    }

    record KeepsItsSecret(SecretBytes secret) {
        static final List<SecretBytes> SEEN = new ArrayList<>();

        KeepsItsSecret {
            SEEN.add(secret);
        }
    }

    @Test
    void refusesRecordsThatCannotBeRequests() {
        assertThatThrownBy(() -> codec.decode(new byte[0], Samples.Answer.class))
                .isInstanceOf(BugException.class);
    }

    private Everything decode(String body) {
        return codec.decode(body.getBytes(UTF_8), Everything.class);
    }

    private void refuses(String body, String text) {
        refuses(body, text, Everything.class);
    }

    private void refuses(String body, String text, Class<? extends Record> type) {
        assertRefused(catchThrowable(() -> codec.decode(body.getBytes(UTF_8), type)), text);
    }

    private static void assertRefused(Throwable thrown, String text) {
        assertThat(thrown).isInstanceOf(KmsException.class).hasMessage(text);
        assertThat(((KmsException) thrown).code()).isEqualTo(ErrorCode.SERIALIZATION);
    }
}
