package io.claviger.http.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.common.Blob;
import io.claviger.common.SecretBytes;
import io.claviger.operation.wire.WireName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class XmlWriterTest {
    enum Status {
        ACTIVE
    }

    record Item(String key, @Nullable String value) {}

    record Answer(
            String userName,
            @WireName("arn") String arn,
            Status status,
            boolean truncated,
            int count,
            Instant createDate,
            Blob data,
            SecretBytes secret,
            List<Item> items,
            List<String> none,
            Map<String, String> pairs) {}

    @Test
    void everyTypeIsWritten() {
        try (XmlWriter xml = new XmlWriter();
                SecretBytes secret = SecretBytes.copyOf("a/b+<".getBytes(StandardCharsets.UTF_8))) {
            xml.members(new Answer(
                    "<&>\"\r\n\u0001\u00e9",
                    "arn",
                    Status.ACTIVE,
                    false,
                    7,
                    Instant.parse("2026-01-02T03:04:05.678Z"),
                    Blob.copyOf(new byte[] {1}),
                    secret,
                    List.of(new Item("a", null), new Item("b", "c")),
                    List.of(),
                    Map.of("k", "v")));

            assertThat(new String(xml.toByteArray(), StandardCharsets.UTF_8))
                    .isEqualTo("<UserName>&lt;&amp;&gt;&quot;&#xD;\n\ufffd\u00e9</UserName><arn>arn</arn>"
                            + "<Status>ACTIVE</Status><Truncated>false</Truncated><Count>7</Count>"
                            + "<CreateDate>2026-01-02T03:04:05Z</CreateDate><Data>AQ==</Data><Secret>a/b+&lt;</Secret>"
                            + "<Items><member><Key>a</Key></member><member><Key>b</Key><Value>c</Value></member></Items>"
                            + "<None></None><Pairs><entry><key>k</key><value>v</value></entry></Pairs>");
        }
    }
}
