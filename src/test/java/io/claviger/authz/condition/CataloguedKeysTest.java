package io.claviger.authz.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.operation.Call;
import io.claviger.operation.cryptography.Decrypt;
import io.claviger.policy.Context;
import io.claviger.policy.KnownKeys.KnownKey;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CataloguedKeysTest {
    private final CataloguedKeys keys = new CataloguedKeys();

    @Test
    void keysAreFoundByTheirFoldedName() {
        assertThat(keys.find("kms:viaservice")).contains(new KnownKey(false, false, false));
        assertThat(keys.find("aws:requestedregion")).contains(new KnownKey(false, true, false));
        assertThat(keys.find("kms:encryptioncontextkeys")).contains(new KnownKey(true, false, false));
        assertThat(keys.find("kms:resourcealiases")).contains(new KnownKey(true, false, true));
    }

    @Test
    void membersOfAFamilyAreFound() {
        assertThat(keys.find("kms:encryptioncontext:appname")).contains(new KnownKey(false, false, false));
        assertThat(keys.find("aws:resourcetag/team")).contains(new KnownKey(false, false, false));
    }

    @Test
    void claimsOfProvidersAreFound() {
        assertThat(keys.find("login.example.com/realms/main:sub")).contains(new KnownKey(false, false, false));
        assertThat(keys.find("localhost:8080/realms/main:aud")).contains(new KnownKey(false, false, false));
        assertThat(keys.find("accounts.google.com:aud")).contains(new KnownKey(false, false, false));
    }

    @Test
    void whatHasNoRowIsUnknown() {
        assertThat(keys.find("aws:principal.arn")).isEmpty();
        assertThat(keys.find("kms:encryptioncontex:a.b:c")).isEmpty();
        assertThat(keys.find("sub")).isEmpty();
        assertThat(keys.find("kms:viaservce")).isEmpty();
    }

    @Test
    void aCallHasTheKeysThatAreAlwaysPresent() {
        CallContext context = directDecrypt();

        assertThat(CataloguedKeys.alwaysPresent())
                .allSatisfy(key -> assertThat(keys.find(key)).isPresent())
                .allSatisfy(key -> assertThat(context.values(key)).as(key).isNotEmpty());
    }

    @Test
    void onlyIdentityPoliciesWouldSeeTheAliases() {
        CallContext context = directDecrypt();

        assertThat(context.isForResourcePolicy(Context.fold("kms:ResourceAliases")))
                .isFalse();
        assertThat(context.isForResourcePolicy(Context.fold("kms:ViaService"))).isTrue();
    }

    private static CallContext directDecrypt() {
        Call<Decrypt.Request> call =
                CallSamples.call(CallSamples.decrypt(Map.of(), null), CallSamples.onKey(CallSamples.KEY));
        return ConditionKeys.context(call, call.permission("kms:Decrypt", 0));
    }
}
