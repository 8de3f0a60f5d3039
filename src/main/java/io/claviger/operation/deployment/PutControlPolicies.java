package io.claviger.operation.deployment;

import io.claviger.common.AccountId;
import io.claviger.common.ErrorCode;
import io.claviger.common.Json;
import io.claviger.common.JsonReader;
import io.claviger.common.KmsException;
import io.claviger.iam.Account;
import io.claviger.key.PolicyText;
import io.claviger.operation.Call;
import io.claviger.operation.Outcome;
import io.claviger.operation.wire.Pattern;
import io.claviger.operation.wire.Required;
import io.claviger.policy.ParseResult;
import io.claviger.policy.PolicyKind;
import io.claviger.policy.PolicyParser;
import io.claviger.policy.PolicyProblem;
import io.claviger.storage.Change;
import io.claviger.storage.Storage;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the service control policies of an account in place of those that it has: a list of levels, the root of the
 * organization first, each a list of policies, of which one in every level must allow what any principal of the account
 * does. An empty list takes them away. The management account never has any.
 */
@Singleton
public final class PutControlPolicies
        extends DeploymentOperation<PutControlPolicies.Request, PutControlPolicies.Response> {
    private static final int MOST_LEVELS = 10;
    private static final int MOST_POLICIES = 10;
    private static final int LONGEST_POLICY = 5120;

    private final Storage storage;
    private final JsonReader reader;
    private final JsonText writer;

    public PutControlPolicies(Storage storage, JsonReader reader, JsonText writer) {
        super(Request.class, false);
        this.storage = storage;
        this.reader = reader;
        this.writer = writer;
    }

    public record Request(
            @Required @Pattern("[0-9]{12}") String accountId, @Required Json controlPolicies) {}

    public record Response(AccountDescription account) {}

    @Override
    public Uni<Outcome<Response>> execute(Call<Request> call) {
        AccountId id = new AccountId(call.input().accountId());
        if (id.equals(call.account())) {
            throw new KmsException(
                    ErrorCode.VALIDATION, "The management account has no service control policies.");
        }
        List<List<PolicyText>> levels = levels(call.input().controlPolicies());
        return storage.findAccount(id)
                .map(found -> found.orElseThrow(() -> DeploymentLists.notFound("account", id.value())))
                .map(account -> {
                    Account changed = account.withControlLevels(levels);
                    return Outcome.of(
                            new Response(AccountDescription.of(changed, reader)),
                            List.of(new Change.AccountUpdated(changed)));
                });
    }

    private List<List<PolicyText>> levels(Json value) {
        List<List<PolicyText>> levels = new ArrayList<>();
        if (!(value instanceof Json.Arr list) || list.items().size() > MOST_LEVELS) {
            throw malformed("ControlPolicies is not a list of at most " + MOST_LEVELS + " levels.");
        }
        for (Json level : list.items()) {
            String place = "ControlPolicies[" + levels.size() + "]";
            if (!(level instanceof Json.Arr policies)
                    || policies.items().isEmpty()
                    || policies.items().size() > MOST_POLICIES) {
                throw malformed(place + " is not a list of 1 to " + MOST_POLICIES + " policies.");
            }
            List<PolicyText> texts = new ArrayList<>();
            for (Json policy : policies.items()) {
                texts.add(policy(place + "[" + texts.size() + "]", policy));
            }
            levels.add(texts);
        }
        return levels;
    }

    private PolicyText policy(String place, Json policy) {
        if (PolicyParser.parse(policy, PolicyKind.SCP) instanceof ParseResult.Refused(List<PolicyProblem> problems)) {
            throw malformed(place + ": " + problems.getFirst().message());
        }
        String text = writer.write(policy);
        if (text.length() > LONGEST_POLICY) {
            throw malformed(place + " is longer than " + LONGEST_POLICY + " characters.");
        }
        return PolicyText.of(text);
    }

    private static KmsException malformed(String text) {
        return new KmsException(ErrorCode.MALFORMED_POLICY_DOCUMENT, text);
    }
}
