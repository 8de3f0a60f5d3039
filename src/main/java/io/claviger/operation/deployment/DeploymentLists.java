package io.claviger.operation.deployment;

import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;

/** What the operations on lists of the deployment share. */
final class DeploymentLists {
    static final int USUAL_LIMIT = 50;

    private DeploymentLists() {}

    static KmsException notFound(String kind, String name) {
        return new KmsException(ErrorCode.NOT_FOUND, "There is no " + kind + " " + name + ".");
    }
}
