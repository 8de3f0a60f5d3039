package io.claviger.authz;

import io.claviger.operation.IamOperationNames;
import io.claviger.operation.OperationNames;
import io.claviger.operation.OwnOperationNames;
import io.claviger.operation.StsOperationNames;
import io.claviger.policy.Action;
import io.claviger.policy.KnownActions;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The actions that policies can name: one for each operation, our own too, save that ReEncrypt has two. */
public final class CataloguedActions implements KnownActions {
    private static final String PREFIX = "kms:";

    /** Permissions without an operation of their name (operations.md). */
    private static final Set<String> KMS_ONLY = Set.of("ReEncryptFrom", "ReEncryptTo", "SynchronizeMultiRegionKey");

    private static final Set<String> IAM_ONLY = Set.of("PassRole");

    private static final Set<String> STS_ONLY = Set.of("SetContext", "SetSourceIdentity", "TagSession");

    private static final List<Action> ALL = Stream.of(
                    named(PREFIX, OperationNames.ALL).filter(name -> !name.equals(PREFIX + "ReEncrypt")),
                    named(PREFIX, OwnOperationNames.ALL)
                            .filter(name -> !OwnOperationNames.OF_DEPLOYMENT.contains(name.substring(PREFIX.length()))),
                    named("claviger:", OwnOperationNames.OF_DEPLOYMENT),
                    named(PREFIX, KMS_ONLY),
                    named("iam:", IamOperationNames.ALL),
                    named("iam:", IAM_ONLY),
                    named("sts:", StsOperationNames.ALL),
                    named("sts:", STS_ONLY))
            .flatMap(names -> names)
            .sorted()
            .map(Action::of)
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

    private static Stream<String> named(String prefix, Collection<String> names) {
        return names.stream().map(name -> prefix + name);
    }

    @Override
    public List<Action> all() {
        return ALL;
    }

    @Override
    public boolean isOnKey(Action action) {
        return action.toString().startsWith(PREFIX) && !OF_THE_ACCOUNT.contains(action);
    }

    @Override
    public boolean isOnAlias(Action action) {
        return ON_ALIASES.contains(action);
    }

    private static Set<Action> actions(String... names) {
        return Stream.of(names).map(name -> Action.of(PREFIX + name)).collect(Collectors.toUnmodifiableSet());
    }
}
