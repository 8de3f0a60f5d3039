package io.claviger.authz;

import io.claviger.operation.OperationNames;
import io.claviger.operation.OwnOperationNames;
import io.claviger.policy.Action;
import io.claviger.policy.KnownActions;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The actions that policies can name: one for each operation, our own too, save that ReEncrypt has two. */
public final class KmsActions implements KnownActions {
    private static final String PREFIX = "kms:";

    /** A permission without an operation (operations.md). */
    private static final String SYNCHRONIZE = "SynchronizeMultiRegionKey";

    private static final List<Action> ALL = Stream.of(
                    OperationNames.ALL.stream().filter(name -> !name.equals("ReEncrypt")),
                    OwnOperationNames.ALL.stream().filter(name -> !OwnOperationNames.OF_DEPLOYMENT.contains(name)),
                    Stream.of("ReEncryptFrom", "ReEncryptTo", SYNCHRONIZE))
            .flatMap(names -> names)
            .sorted()
            .map(name -> Action.of(PREFIX + name))
            .toList();

    private static final List<Action> OF_DEPLOYMENT = OwnOperationNames.OF_DEPLOYMENT.stream()
            .sorted()
            .map(name -> Action.of("claviger:" + name))
            .toList();

    /** Identity policies alone decide about these (authorization.md, section 1). */
    private static final Set<Action> OF_THE_ACCOUNT = actions(
            "ConnectCustomKeyStore",
            "CreateCustomKeyStore",
            "CreateKey",
            "DeleteCustomKeyStore",
            "DescribeCustomKeyStores",
            "DisconnectCustomKeyStore",
            "EvaluatePolicies",
            "ExplainDecision",
            "GenerateRandom",
            "ListAliases",
            "ListKeys",
            "ListRetirableGrants",
            "UpdateCustomKeyStore");

    private static final Set<Action> ON_ALIASES = actions("CreateAlias", "DeleteAlias", "UpdateAlias");

    @Override
    public List<Action> all() {
        return ALL;
    }

    @Override
    public boolean isOnKey(Action action) {
        return !OF_THE_ACCOUNT.contains(action);
    }

    @Override
    public boolean isOnAlias(Action action) {
        return ON_ALIASES.contains(action);
    }

    private static Set<Action> actions(String... names) {
        return Stream.of(names).map(name -> Action.of(PREFIX + name)).collect(Collectors.toUnmodifiableSet());
    }
}
