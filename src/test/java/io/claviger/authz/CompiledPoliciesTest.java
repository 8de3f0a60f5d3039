package io.claviger.authz;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.http.json.JsonTreeReader;
import io.claviger.key.PolicyText;
import io.claviger.policy.DefaultKeyPolicy;
import io.claviger.policy.PolicyKind;
import io.claviger.testkit.StorageSamples;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class CompiledPoliciesTest {
    private static final PolicyText TEXT = PolicyText.of(DefaultKeyPolicy.text(StorageSamples.ACCOUNT));

    private final AtomicInteger readings = new AtomicInteger();
    private final JsonTreeReader json = new JsonTreeReader();
    private final CompiledPolicies compiled = new CompiledPolicies(
            text -> {
                readings.incrementAndGet();
                return json.read(text);
            },
            10);

    @Test
    void sameTextIsCompiledOnce() {
        assertThat(compiled.of(PolicyText.of(TEXT.text()), PolicyKind.KEY)).isSameAs(compiled.of(TEXT, PolicyKind.KEY));
        assertThat(readings).hasValue(1);
    }

    @Test
    void textMeansAnotherThingAsAnotherKind() {
        assertThat(compiled.of(TEXT, PolicyKind.IDENTITY)).isNotSameAs(compiled.of(TEXT, PolicyKind.KEY));
    }

    @Test
    void otherTextIsCompiledAnew() {
        compiled.of(TEXT, PolicyKind.KEY);
        compiled.of(PolicyText.of(TEXT.text() + " "), PolicyKind.KEY);

        assertThat(readings).hasValue(2);
    }

    @Test
    void textThatCannotBeReadCompilesToo() {
        assertThat(compiled.of(PolicyText.of("{"), PolicyKind.KEY).principals()).isEmpty();
    }
}
