package io.claviger.authn;

import io.claviger.common.AccountId;
import io.claviger.common.Region;
import io.claviger.iam.RegisteredService;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a registered service proved with a token that it signed: that it makes this very call, for the caller or on its
 * own behalf.
 *
 * @param service its name, {@code ec2}
 * @param region where it runs
 * @param calledVia the services that the request went through, first to last, as principals
 *     ({@code cloudformation.amazonaws.com}); ends with this service; empty when it calls on its own behalf
 * @param sourceArn the resource that it calls for, if it said so
 * @param sourceAccount the account of that resource
 */
public record ServiceContext(
        String service,
        Region region,
        List<String> calledVia,
        @Nullable String sourceArn,
        @Nullable AccountId sourceAccount) {

    public ServiceContext {
        calledVia = List.copyOf(calledVia);
    }

    /** As {@code kms:ViaService} has it: {@code ec2.us-west-2.amazonaws.com}. */
    public String viaService() {
        return service + "." + region + RegisteredService.PRINCIPAL_SUFFIX;
    }

    /** The service principal: {@code ec2.amazonaws.com}. */
    public String principal() {
        return service + RegisteredService.PRINCIPAL_SUFFIX;
    }

    /** Whether it calls for somebody else. */
    public boolean isForwarded() {
        return !calledVia.isEmpty();
    }
}
