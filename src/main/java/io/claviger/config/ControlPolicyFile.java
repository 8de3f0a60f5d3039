package io.claviger.config;

import io.claviger.authz.ControlPolicies;
import io.claviger.common.AccountId;
import io.claviger.common.Json;
import io.claviger.common.JsonReader;
import io.claviger.common.MalformedJsonException;
import io.claviger.key.PolicyText;
import io.claviger.policy.ParseResult;
import io.claviger.policy.PolicyDocument;
import io.claviger.policy.PolicyKind;
import io.claviger.policy.PolicyParser;
import io.claviger.policy.PolicyProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * The file of service control policies: an object from account ids to lists of levels, the root of the organization
 * first; each level is a list of policies. Read once, at start-up, and refused as a whole when anything in it is not
 * understood: a policy that was left out would allow too much.
 */
final class ControlPolicyFile {
    private static final Logger LOG = Logger.getLogger(ControlPolicyFile.class);

    private final Path path;
    private final JsonReader reader;

    ControlPolicyFile(Path path, JsonReader reader) {
        this.path = path.toAbsolutePath();
        this.reader = reader;
    }

    /** Fails with a {@link StartupException} that says where in the file the fault is. */
    ControlPolicies load() {
        String text = text();
        Map<AccountId, List<List<PolicyDocument>>> levels = new LinkedHashMap<>();
        accounts(text).forEach((account, json) -> levels.put(accountId(account), levels(text, account, json)));
        // nodes that do not have the same file are found by its hash
        LOG.infof(
                "service control policies from %s: %d account(s), SHA-256 %s",
                path, levels.size(), PolicyText.of(text).sha256());
        return new ControlPolicies(levels);
    }

    private String text() {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new StartupException(
                    "The file " + path + " (claviger.service-control-policies) cannot be read as UTF-8 text.", e);
        }
    }

    private Map<String, Json> accounts(String text) {
        try {
            if (reader.read(text) instanceof Json.Obj object) {
                return object.members();
            }
        } catch (MalformedJsonException e) {
            throw refusal(String.valueOf(e.getMessage()));
        }
        throw refusal("it is no JSON object");
    }

    private AccountId accountId(String text) {
        if (!AccountId.isValid(text)) {
            throw refusal("account " + text + ": an account id has twelve digits");
        }
        return new AccountId(text);
    }

    private List<List<PolicyDocument>> levels(String text, String account, Json json) {
        String place = "account " + account;
        List<Json> items = list(place, json, "a list of levels, at least one");
        List<List<PolicyDocument>> levels = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            levels.add(level(text, place + ", level " + (i + 1), items.get(i)));
        }
        return levels;
    }

    private List<PolicyDocument> level(String text, String place, Json json) {
        List<Json> items = list(place, json, "a list of policies, at least one");
        List<PolicyDocument> policies = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            policies.add(policy(text, place + ", policy " + (i + 1), items.get(i)));
        }
        return policies;
    }

    private List<Json> list(String place, Json json, String wanted) {
        if (json instanceof Json.Arr array && !array.items().isEmpty()) {
            return array.items();
        }
        throw refusal(place + ": must be " + wanted);
    }

    /** Its id stands for its text and its place. */
    private PolicyDocument policy(String text, String place, Json json) {
        return switch (PolicyParser.parse(json, PolicyKind.SCP)) {
            case ParseResult.Accepted(var document) ->
                document.withId(PolicyText.of(text + place).sha256());
            case ParseResult.Refused(var problems) -> throw refusal(place + sentence(problems.getFirst()));
        };
    }

    private static String sentence(PolicyProblem problem) {
        String statement =
                problem.statement() == PolicyProblem.DOCUMENT ? "" : ", statement " + (problem.statement() + 1);
        return statement + ": " + problem.element() + " " + problem.detail();
    }

    private StartupException refusal(String fault) {
        return new StartupException(
                "The file " + path + " (claviger.service-control-policies) is refused: " + fault + ".");
    }
}
