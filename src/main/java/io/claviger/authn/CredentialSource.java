package io.claviger.authn;

import io.smallrye.mutiny.Uni;
import java.util.Optional;

/**
 * Port: finds access keys. The answer is as fresh as the account's authorization epoch (one second by default); an
 * unknown and an inactive key are both empty; a failure to read fails the Uni, it never looks like an unknown key.
 */
public interface CredentialSource {
    Uni<Optional<Credential>> find(String accessKeyId);
}
