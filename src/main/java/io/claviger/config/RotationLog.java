package io.claviger.config;

import io.claviger.jobs.RootKeyRotation;
import org.jboss.logging.Logger;

/** One line for each turn of a root key rotation. */
final class RotationLog implements RootKeyRotation.Progress {
    private static final Logger LOG = Logger.getLogger(RootKeyRotation.class);

    @Override
    public void begun(String rootKeyId) {
        LOG.infof("root key rotation has begun: everything is wrapped anew under root key %s", rootKeyId);
    }

    @Override
    public void complete(String rootKeyId) {
        LOG.infof("root key rotation is complete: everything is wrapped under root key %s", rootKeyId);
    }

    @Override
    public void stuck(int secrets) {
        LOG.errorf(
                "root key rotation is not complete: %d stored secrets do not open; keep the older root keys and restore"
                        + " those secrets from a backup",
                secrets);
    }
}
