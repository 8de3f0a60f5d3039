package io.claviger.testkit;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The whole service on a free port, on a PostgreSQL of its own, with two regions and a bootstrapped administrator. Test
 * classes with this profile share one running service, so each test uses an account of its own.
 */
public class ServiceProfile implements QuarkusTestProfile {
    public static final String REGION = "us-east-1";
    public static final String OTHER_REGION = "eu-central-1";
    public static final String BOOTSTRAP_ACCOUNT = "111122223333";
    public static final String BOOTSTRAP_KEY_ID = "AKIACONFORMANCETESTS";
    public static final String BOOTSTRAP_SECRET = "bootstrap/secret/of/the/conformance/tests+";

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>();
        settings.put("claviger.data-dir", "target/service-test");
        settings.put("claviger.regions", REGION + "," + OTHER_REGION);
        settings.put("claviger.bootstrap.account-id", BOOTSTRAP_ACCOUNT);
        settings.put("claviger.bootstrap.access-key-id", BOOTSTRAP_KEY_ID);
        settings.put("claviger.bootstrap.secret-access-key", BOOTSTRAP_SECRET);
        settings.put("claviger.service-control-policies", "src/test/resources/service-control-policies.json");
        settings.putAll(moreSettings());
        return settings;
    }

    /** Settings of a profile that extends this one. */
    protected Map<String, String> moreSettings() {
        return Map.of();
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(PostgresResource.class));
    }
}
