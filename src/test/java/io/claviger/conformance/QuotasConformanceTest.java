package io.claviger.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.testkit.Identity;
import io.claviger.testkit.Policies;
import io.claviger.testkit.ServiceProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.Tag;

/** Quotas (keys.md, section 7) that are small enough to reach. */
@QuarkusTest
@TestProfile(QuotasConformanceTest.Small.class)
class QuotasConformanceTest extends ServiceTest {

    /** Everything is scarce. */
    public static final class Small extends ServiceProfile {
        @Override
        protected Map<String, String> moreSettings() {
            return Map.of(
                    "claviger.quotas.keys-per-region", "3",
                    "claviger.quotas.aliases-per-key", "2",
                    "claviger.quotas.tags-per-key", "2",
                    "claviger.quotas.policy-bytes", "1000",
                    "claviger.quotas.grants-per-key", "2");
        }
    }

    @Test
    void keysCountInEveryState() {
        newKey();
        String disabled = newKey();
        kms.disableKey(in -> in.keyId(disabled));
        String pending = newKey();
        kms.scheduleKeyDeletion(in -> in.keyId(pending));

        assertLimitExceeded(() -> kms.createKey());
        assertThat(kms.listKeys().keys()).hasSize(3);
    }

    @Test
    void keysCountPerAccountAndRegion() {
        for (int i = 0; i < 3; i++) {
            newKey();
        }
        Identity other = identities.administrator();
        KmsClient elsewhere = clients.as(admin, ServiceProfile.OTHER_REGION);

        assertThat(clients.as(other).createKey().keyMetadata().enabled()).isTrue();
        assertThat(elsewhere.createKey().keyMetadata().enabled()).isTrue();
        assertLimitExceeded(() -> kms.createKey());
    }

    @Test
    void grantsCountPerKey() {
        String key = newKey();
        String otherKey = newKey();
        String named = grant(key, "n");
        String unnamed = grant(key, null);

        assertLimitExceeded(() -> kms.createGrant(
                in -> in.keyId(key).granteePrincipal(admin.arn()).operations(GrantOperation.DECRYPT)));
        assertLimitExceeded(() -> kms.createGrant(in -> in.keyId(key)
                .granteePrincipal(admin.arn())
                .operations(GrantOperation.DECRYPT)
                .dryRun(true)));
        assertThat(grant(key, "n")).isEqualTo(named);
        assertThat(grant(otherKey, "n")).isNotEqualTo(named);
        kms.revokeGrant(in -> in.keyId(key).grantId(unnamed));
        assertThat(grant(key, null)).isNotEqualTo(unnamed);
    }

    private String grant(String key, @Nullable String name) {
        return kms.createGrant(in -> in.keyId(key)
                        .granteePrincipal(admin.arn())
                        .operations(GrantOperation.DECRYPT)
                        .name(name))
                .grantId();
    }

    @Test
    void aliasesCountPerKey() {
        String key = newKey();
        String other = newKey();
        for (String name : List.of("alias/a", "alias/b")) {
            kms.createAlias(in -> in.aliasName(name).targetKeyId(key));
        }
        kms.createAlias(in -> in.aliasName("alias/c").targetKeyId(other));

        assertLimitExceeded(() -> kms.createAlias(in -> in.aliasName("alias/d").targetKeyId(key)));
        assertLimitExceeded(() -> kms.updateAlias(in -> in.aliasName("alias/c").targetKeyId(key)));
        assertThat(kms.listAliases(in -> in.keyId(key)).aliases()).hasSize(2);
        assertThat(kms.listAliases(in -> in.keyId(other)).aliases()).hasSize(1);
        kms.deleteAlias(in -> in.aliasName("alias/a"));
        kms.updateAlias(in -> in.aliasName("alias/c").targetKeyId(key));
        kms.updateAlias(in -> in.aliasName("alias/c").targetKeyId(key));
        assertThat(kms.listAliases(in -> in.keyId(key)).aliases()).hasSize(2);
    }

    @Test
    void tagsCountPerKey() {
        String key = newKey();
        kms.tagResource(in -> in.keyId(key).tags(tag("a"), tag("b")));

        assertRefused(() -> kms.tagResource(in -> in.keyId(key).tags(tag("c"))), "TagException", "Too many tags");
        assertRefused(
                () -> kms.createKey(in -> in.tags(tag("a"), tag("b"), tag("c"))), "TagException", "Too many tags");
        kms.untagResource(in -> in.keyId(key).tagKeys("a"));
        kms.tagResource(in -> in.keyId(key).tags(tag("c")));
        assertThat(kms.listResourceTags(in -> in.keyId(key)).tags()).containsExactly(tag("b"), tag("c"));
    }

    @Test
    void policiesCountInBytes() {
        String key = newKey();
        String policy = Policies.document(Policies.allow(root(admin), List.of("kms:*")));
        String longest = policy + " ".repeat(1000 - policy.length());
        String id = "\"Id\":\"" + "ü".repeat(480) + "\",";
        String wide = policy.replaceFirst("\\{", "{" + id);

        kms.putKeyPolicy(in -> in.keyId(key).policy(longest));
        assertLimitExceeded(() -> kms.putKeyPolicy(in -> in.keyId(key).policy(longest + " ")));
        assertThat(wide.length()).isLessThan(1000);
        assertLimitExceeded(() -> kms.putKeyPolicy(in -> in.keyId(key).policy(wide)));
        assertLimitExceeded(() -> kms.createKey(in -> in.policy(longest + " ")));
        assertThat(kms.getKeyPolicy(in -> in.keyId(key)).policy()).isEqualTo(longest);
        assertThat(kms.listKeys().keys()).hasSize(1);
    }

    private static void assertLimitExceeded(Invocation call) {
        assertThat(refusal(call).awsErrorDetails().errorCode()).isEqualTo("LimitExceededException");
    }

    private static Tag tag(String key) {
        return Tag.builder().tagKey(key).tagValue("").build();
    }
}
