package io.claviger.storage;

import io.claviger.common.AccountId;
import io.claviger.common.KeyId;
import io.claviger.common.Region;
import io.claviger.key.GrantLead;
import io.claviger.key.GrantOperation;
import java.util.List;

/**
 * Which grants of a key may matter to a request: those for one of the caller's identities and the operation that are
 * filed under one of the leads.
 *
 * @param identities as {@link io.claviger.key.GrantPrincipal#identity} has them
 */
public record GrantSearch(
        AccountId account,
        Region region,
        KeyId keyId,
        GrantOperation operation,
        List<String> identities,
        List<GrantLead> leads) {
    public GrantSearch {
        identities = List.copyOf(identities);
        leads = List.copyOf(leads);
    }
}
