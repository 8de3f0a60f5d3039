package io.claviger.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings of Claviger. Each is also an environment variable: {@code claviger.data-dir} is CLAVIGER_DATA_DIR. */
@ConfigMapping(prefix = "claviger")
public interface ClavigerConfig {

    /**
     * Where the root key file and, without a database of your own, the embedded PostgreSQL keep their files. Relative
     * to the working directory.
     */
    @WithDefault("data")
    Path dataDir();

    /** The regions that this deployment serves. The first one is the default. */
    @WithDefault("us-east-1")
    List<String> regions();

    /**
     * Allows HTTP without TLS on an address that other machines can reach. Only for a deployment that has TLS in front
     * of it.
     */
    @WithDefault("false")
    boolean plainHttpInsecure();

    /** The first account and its administrator. */
    Bootstrap bootstrap();

    /** The key at the top of the key hierarchy. */
    RootKey rootKey();

    /** How fresh authorization data is. */
    Authorization authorization();

    /**
     * A JSON file of service control policies: an object from account id to a list of levels, the root of the
     * organization first; each level is a list of policies. All nodes need the same file; it is read at start-up only.
     * An account that it does not name has none. See operations.md.
     */
    Optional<Path> serviceControlPolicies();

    /** Issuers of OpenID Connect tokens that callers may bring, each under a name of its own. */
    Map<String, Oidc> oidc();

    /** Services that may call for others, by their names. */
    Map<String, Service> services();

    /** The tokens of services. */
    ServiceTokens serviceTokens();

    /**
     * Allows keys of issuers and services to be fetched over HTTP without TLS. For development alone: whoever is on the
     * way can then be anybody.
     */
    @WithDefault("false")
    boolean plainHttpKeysInsecure();

    /** The database. */
    Storage storage();

    /** The worker pools. */
    Workers workers();

    /** The audit journal. */
    Audit audit();

    /** How much of everything an account may have. */
    Quotas quotas();

    /** How often an account may call, per node. */
    RequestRates requestRates();

    /** The first account and its administrator, made when the database has no account yet. */
    interface Bootstrap {
        /** The id of the first account: twelve digits. */
        @WithDefault("000000000001")
        String accountId();

        /**
         * The access key id of the administrator: AKIA and 16 of A-Z and 2-7. Without it one is made and written to the
         * file credentials in the data directory.
         */
        Optional<String> accessKeyId();

        /** The secret of the administrator's access key: 40 or more characters. Goes with access-key-id. */
        Optional<String> secretAccessKey();
    }

    /** The key at the top of the key hierarchy. */
    interface RootKey {
        /** The root key file; without it, root.key in the data directory. It is made when no database exists yet. */
        Optional<Path> file();

        /** How often the root key file is read again, so that a rotation takes effect. */
        @WithDefault("10s")
        Duration pollInterval();
    }

    /** How fresh authorization data is. */
    interface Authorization {
        /**
         * The longest time for which a change made on another node may go unnoticed. A node that cannot reach the
         * database for longer than this refuses to decide.
         */
        @WithDefault("1s")
        Duration bound();

        /** How often each node asks the database for changes. Less than the bound. */
        @WithDefault("300ms")
        Duration pollInterval();

        /**
         * Whether nodes tell each other of changes through LISTEN and NOTIFY as well. A hint for speed; switch it off
         * for a database that has neither.
         */
        @WithDefault("true")
        boolean notifications();

        /** Allows a bound of more than a minute. */
        @WithDefault("false")
        boolean longBoundInsecure();
    }

    /** An issuer of OpenID Connect tokens that callers may bring. */
    interface Oidc {
        /** The issuer, exactly as its tokens have it in iss. */
        String url();

        /** The audiences that a token may be for. */
        List<String> audiences();

        /** Where the issuer's keys are; without it and jwks, its discovery document says so. */
        Optional<String> jwksUrl();

        /** The issuer's public keys, as a JWK set in JSON. */
        Optional<String> jwks();

        /** What claims become which principal, in JSON: see identity.md. */
        String rules();
    }

    /** A service that may call for others. */
    interface Service {
        /** The account of the service itself; without it, the first account. */
        Optional<String> accountId();

        /** Where the service's public keys are. Either this or jwks. */
        Optional<String> jwksUrl();

        /** The service's public keys, as a JWK set in JSON. */
        Optional<String> jwks();

        /** The regions that the service may run in; without it, any. */
        Optional<List<String>> regions();

        /** Whether anything that the service signs is believed. */
        @WithDefault("true")
        boolean enabled();
    }

    /** The tokens of services. */
    interface ServiceTokens {
        /** What a service token must have in aud: one of these. */
        @WithDefault("claviger")
        List<String> audiences();
    }

    /** The database. */
    interface Storage {
        /** How long a call waits for the database before it fails. */
        @WithDefault("5s")
        Duration timeout();

        /** Roughly how much memory the rows that a node keeps (keys, aliases, principals) may occupy, in bytes. */
        @WithDefault("268435456")
        long cacheBytes();
    }

    /** The worker pools. */
    interface Workers {
        /** Threads that use key material; 0 for one for each processor. */
        @WithDefault("0")
        int cryptoThreads();

        /** How many uses of key material may wait before further calls are throttled. */
        @WithDefault("2000")
        int cryptoQueue();

        /** How many unwrapped key materials a node keeps in memory. */
        @WithDefault("10000")
        int cachedMaterials();

        /** How long an unwrapped key material is kept in memory. */
        @WithDefault("5m")
        Duration materialMaxAge();
    }

    /** The audit journal. */
    interface Audit {
        /** How many audit records may wait for their block before further calls are throttled. */
        @WithDefault("10000")
        int maxWaiting();
    }

    /** How much of everything an account may have. */
    interface Quotas {
        /** Customer managed keys per account and region, in any state. */
        @WithDefault("100000")
        int keysPerRegion();

        /** Aliases of one key. */
        @WithDefault("50")
        int aliasesPerKey();

        /** Tags of one key. */
        @WithDefault("50")
        int tagsPerKey();

        /** The length of a key policy in bytes. */
        @WithDefault("32768")
        int policyBytes();

        /** Grants of one key. */
        @WithDefault("50000")
        int grantsPerKey();
    }

    /** How often an account may call, per node. */
    interface RequestRates {
        /** Whether request rates are limited at all. */
        @WithDefault("false")
        boolean enabled();

        /**
         * Calls per second by class of operations, in place of the defaults of AWS: symmetric-cryptography, reads,
         * lists, other and so on.
         */
        Map<String, Integer> perSecond();
    }
}
