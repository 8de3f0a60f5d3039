package io.claviger.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A key whose ciphertexts the administrator may decrypt: its policy says so, or nothing but one grant. */
final class GrantedKey {
    /** Half are the administrator's own, for other encryption contexts; the rest are other users'. */
    private static final String COPY_GRANTS = "insert into kms_grant (account, region, key_id, grant_id, grantee_name,"
            + " grantee_identity, grantee_is_service, operations, constraints, issuer, created_at)"
            + " select account, region, key_id, md5('a' || n) || md5('b' || n), grantee_name,"
            + " case n % 2 when 0 then grantee_identity else 'AIDABENCH' || n end, false, operations,"
            + " case n % 2 when 0 then '{\"subset\":[[\"order\",\"copy ' || n || '\"]]}' else '{}' end, issuer, created_at"
            + " from kms_grant, generate_series(1, ?) n where key_id = ?";

    /** The leads of the administrator's are such that no request asks for them, as those of other contexts are. */
    private static final String COPY_USES = "insert into grant_use"
            + " (account, region, key_id, grantee_identity, operation, lead, grant_id)"
            + " select account, region, key_id, grantee_identity, 'Decrypt',"
            + " case constraints when '{}' then '-' else '<' || left(grant_id, 40) end, grant_id"
            + " from kms_grant where key_id = ? and grant_id <> ?";

    private final Claviger claviger;
    private final String keyId;
    private final List<String> decrypts;

    private GrantedKey(Claviger claviger) throws IOException {
        this.claviger = claviger;
        this.keyId = claviger.newKey();
        this.decrypts = claviger.decrypts(keyId);
    }

    /**
     * Makes a key with a grant of Decrypt to the administrator.
     *
     * @param isByPolicy whether the key's policy allows Decrypt, too, so that the grant is never asked for
     * @param others how many more grants the key has, put straight into the database
     */
    static GrantedKey make(Claviger claviger, boolean isByPolicy, int others) throws IOException, SQLException {
        GrantedKey key = new GrantedKey(claviger);
        String named = "\"KeyId\":\"" + key.keyId + "\"";
        String account = Claviger.member("Arn", claviger.call("DescribeKey", "{" + named + "}")).split(":")[4];
        if (!isByPolicy) {
            claviger.call("PutKeyPolicy", "{" + named + ",\"Policy\":\"" + managing(account) + "\"}");
        }
        String grant = Claviger.member(
                "GrantId",
                claviger.call(
                        "CreateGrant",
                        "{" + named + ",\"GranteePrincipal\":\"arn:aws:iam::" + account
                                + ":user/admin\",\"Operations\":[\"Decrypt\"]}"));
        if (others > 0) {
            key.addGrants(others, grant);
        }
        return key;
    }

    /** A policy under which the account may do all but use the key, as JSON text. */
    private static String managing(String account) {
        String policy = "{'Version':'2012-10-17','Statement':{'Effect':'Allow','Principal':{'AWS':'" + account
                + "'},'Resource':'*','Action':['kms:CreateGrant','kms:PutKeyPolicy','kms:DescribeKey']}}";
        return policy.replace("'", "\\\"");
    }

    private void addGrants(int count, String real) throws IOException, SQLException {
        try (Connection database = claviger.database()) {
            try (PreparedStatement grants = database.prepareStatement(COPY_GRANTS)) {
                grants.setInt(1, count);
                grants.setString(2, keyId);
                grants.executeUpdate();
            }
            try (PreparedStatement uses = database.prepareStatement(COPY_USES)) {
                uses.setString(1, keyId);
                uses.setString(2, real);
                uses.executeUpdate();
            }
            try (Statement statement = database.createStatement()) {
                statement.execute("analyze kms_grant");
                statement.execute("analyze grant_use");
            }
        }
    }

    /** Freshly signed. */
    List<ByteBuffer> decryptRequests() {
        return claviger.decryptRequests(decrypts);
    }
}
