package io.claviger.crypto.wrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.common.AccountId;
import io.claviger.common.KeyId;
import io.claviger.common.SecretBytes;
import io.claviger.crypto.aes.OneTimeKeyAead;
import io.claviger.crypto.aes.SealBrokenException;
import io.claviger.key.MaterialId;
import io.claviger.testkit.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DomainKeyTest {
    private static final AccountId ACCOUNT = new AccountId("111122223333");
    private static final KeyId KEY = new KeyId("1234abcd-12ab-34cd-56ef-1234567890ab");
    private static final MaterialId MATERIAL = new MaterialId("ab".repeat(32));
    private static final SecretBinding BINDING = SecretBinding.keyMaterial(ACCOUNT, KEY, MATERIAL);

    private final SeededRandom random = new SeededRandom(2);
    private final OneTimeKeyAead aead = new OneTimeKeyAead();
    private final DomainKey domainKey = newDomainKey(new UUID(1, 2));
    private final SecretBytes secret = SecretBytes.owning(random.bytes(32));

    @Test
    void unwrapsWhatItWrapped() throws SealBrokenException {
        WrappedSecret wrapped = domainKey.wrap(secret, BINDING, random);

        assertThat(wrapped.domainKeyId()).isEqualTo(new UUID(1, 2));
        assertThat(domainKey.unwrap(wrapped, BINDING)).isEqualTo(secret);
    }

    @Test
    void refusesEveryOtherPlace() {
        WrappedSecret wrapped = domainKey.wrap(secret, BINDING, random);

        assertRefused(wrapped, SecretBinding.keyMaterial(new AccountId("111122223334"), KEY, MATERIAL));
        assertRefused(
                wrapped,
                SecretBinding.keyMaterial(ACCOUNT, new KeyId("1234abcd-12ab-34cd-56ef-1234567890ac"), MATERIAL));
        assertRefused(wrapped, SecretBinding.keyMaterial(ACCOUNT, KEY, new MaterialId("ac".repeat(32))));
        for (SecretBinding.Purpose purpose : SecretBinding.Purpose.values()) {
            if (purpose != BINDING.purpose()) {
                assertRefused(wrapped, new SecretBinding(purpose, BINDING.ownerIds()));
            }
        }
    }

    @Test
    void refusesEveryChangedBit() {
        byte[] bytes = domainKey.wrap(secret, BINDING, random).toBlob().toByteArray();

        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            WrappedSecret.parse(changed).ifPresent(wrapped -> assertRefused(wrapped, BINDING));
        }
    }

    @Test
    void refusesAnotherDomainKeyThatClaimsTheSameId() {
        WrappedSecret wrapped = domainKey.wrap(secret, BINDING, random);
        DomainKey other = newDomainKey(domainKey.id());

        assertThatThrownBy(() -> other.unwrap(wrapped, BINDING)).isInstanceOf(SealBrokenException.class);
    }

    @Test
    void refusesTheSameKeyUnderAnotherId() {
        SecretBytes bytes = SecretBytes.owning(random.bytes(32));
        DomainKey one = new DomainKey(new UUID(0, 1), bytes, aead);
        DomainKey two = new DomainKey(new UUID(0, 2), bytes, aead);
        WrappedSecret renamed =
                new WrappedSecret(two.id(), one.wrap(secret, BINDING, random).sealed());

        assertThatThrownBy(() -> two.unwrap(renamed, BINDING)).isInstanceOf(SealBrokenException.class);
    }

    @Test
    void parseRefusesOtherVersionsAndTooFewBytes() {
        byte[] bytes = domainKey
                .wrap(SecretBytes.owning(new byte[0]), BINDING, random)
                .toBlob()
                .toByteArray();

        for (int length = 0; length < bytes.length; length++) {
            assertThat(WrappedSecret.parse(Arrays.copyOf(bytes, length))).isEmpty();
        }
        bytes[0] = 2;
        assertThat(WrappedSecret.parse(bytes)).isEqualTo(Optional.empty());
    }

    @Test
    void bindingsDifferWhereverTheirFieldsDiffer() {
        List<SecretBinding> bindings =
                List.of(of("ab", "c"), of("a", "bc"), of("abc"), of("abc", ""), of("", "abc"), of("a", "b", "c"), of());

        List<String> encodings = new ArrayList<>();
        bindings.forEach(binding -> encodings.add(Arrays.toString(binding.bytes())));

        assertThat(encodings).doesNotHaveDuplicates();
    }

    private static SecretBinding of(String... ownerIds) {
        return new SecretBinding(SecretBinding.Purpose.SESSION_TOKEN_KEY, List.of(ownerIds));
    }

    private DomainKey newDomainKey(UUID id) {
        return new DomainKey(id, SecretBytes.owning(random.bytes(32)), aead);
    }

    private void assertRefused(WrappedSecret wrapped, SecretBinding binding) {
        assertThatThrownBy(() -> domainKey.unwrap(wrapped, binding)).isInstanceOf(SealBrokenException.class);
    }
}
