package io.claviger.policy.record;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.common.Json;
import io.claviger.policy.AccessRequest;
import io.claviger.policy.Action;
import io.claviger.policy.Context;
import io.claviger.policy.Decision;
import io.claviger.policy.GrantMatch;
import io.claviger.policy.PolicyDocument;
import io.claviger.policy.PolicyKind;
import io.claviger.policy.PolicySet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request, its policies, and what is expected of them.
 *
 * @param request as written; its context is complete
 * @param policies as written; foreigners count
 * @param documents every policy, in the order of the format
 * @param work how much a decision may cost at most, see {@link RecordSize}
 * @param expected whether it should be allowed; absent where nothing is expected
 * @param result how exactly: {@code Allowed}, {@code ImplicitlyDenied} or {@code ExplicitlyDenied}
 */
public record DecisionRecord(
        @Nullable String id,
        AccessRequest request,
        PolicySet policies,
        List<RecordDocument> documents,
        long work,
        @Nullable Boolean expected,
        @Nullable String result) {
    private static final List<String> COMMENTS = List.of("reason", "basis", "doc");
    private static final List<String> RESULTS = List.of("Allowed", "ImplicitlyDenied", "ExplicitlyDenied");
    private static final Pattern ACTION = Pattern.compile("[a-zA-Z0-9-]{1,64}:[a-zA-Z0-9]{1,128}");
    private static final int MOST_RECORDS = 100;
    private static final int MOST_DOCUMENTS = 100;

    public DecisionRecord {
        documents = List.copyOf(documents);
    }

    /** What a decision is called in the format. */
    public static String resultOf(Decision decision) {
        return switch (decision) {
            case Decision.Allowed allowed -> "Allowed";
            case Decision.ImplicitlyDenied denied -> "ImplicitlyDenied";
            case Decision.ExplicitlyDenied denied -> "ExplicitlyDenied";
        };
    }

    /** Whether the decision is the expected one; empty where nothing is expected. */
    public Optional<Boolean> isMatchedBy(Decision decision) {
        if (expected == null && result == null) {
            return Optional.empty();
        }
        return Optional.of((expected == null || expected == decision.isAllowed())
                && (result == null || result.equals(resultOf(decision))));
    }

    /**
     * One record or a list of them. Fails with a ValidationException for what is not in the format, and with a
     * MalformedPolicyDocumentException for a policy that is none.
     */
    public static List<DecisionRecord> readAll(Json json) {
        List<Json> items = json instanceof Json.Arr array ? array.items() : List.of(json);
        if (items.isEmpty() || items.size() > MOST_RECORDS) {
            throw RecordFields.invalid("The body must be a record or a list of 1 to " + MOST_RECORDS + " records.");
        }
        List<DecisionRecord> records = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            records.add(read(items.get(i), i));
        }
        return records;
    }

    /**
     * One record; fails as {@link #readAll}.
     *
     * @param index of the record in its list, for errors
     */
    public static DecisionRecord read(Json json, int index) {
        RecordFields fields = new RecordFields("Record " + index, json);
        Optional<String> id = fields.optionalText("id");
        Json asked = fields.required("request");
        Optional<Json> keyPolicy = fields.optional("keyPolicy");
        AccessRequest request =
                request(new RecordFields(fields.place("request"), asked), scope(fields), keyPolicy.isPresent());
        List<RecordDocument> documents = new ArrayList<>();
        PolicySet policies = new PolicySet(
                keyPolicy
                        .map(policy -> add(documents, fields, "keyPolicy", PolicyKind.KEY, policy))
                        .orElse(null),
                addAll(documents, fields, "identityPolicies", PolicyKind.IDENTITY, fields.list("identityPolicies")),
                fields.optional("permissionBoundary")
                        .map(policy -> add(documents, fields, "permissionBoundary", PolicyKind.BOUNDARY, policy))
                        .orElse(null),
                fields.optional("sessionPolicy").stream()
                        .map(policy -> add(documents, fields, "sessionPolicy", PolicyKind.SESSION, policy))
                        .toList(),
                levels(documents, fields),
                fields.list("grants").stream()
                        .map(grant -> grant(new RecordFields(fields.place("grants"), grant)))
                        .toList(),
                true);
        Boolean expected = fields.optionalText("expected")
                .map(text -> oneOf(fields, "expected", text, List.of("Allow", "Deny"))
                        .equals("Allow"))
                .orElse(null);
        String result = fields.optionalText("result")
                .map(text -> oneOf(fields, "result", text, RESULTS))
                .orElse(null);
        COMMENTS.forEach(fields::ignore);
        fields.refuseOthers();
        return new DecisionRecord(
                id.orElse(null), request, policies, documents, RecordSize.work(asked, documents), expected, result);
    }

    private static Optional<AccessRequest.Scope> scope(RecordFields fields) {
        return fields.optionalText("scope")
                .map(text ->
                        oneOf(fields, "scope", text, List.of("key", "account")).equals("key")
                                ? AccessRequest.Scope.RESOURCE_POLICY
                                : AccessRequest.Scope.ACCOUNT);
    }

    private static AccessRequest request(
            RecordFields fields, Optional<AccessRequest.Scope> scope, boolean hasKeyPolicy) {
        Context context = context(fields, fields.required("context"));
        String principal = fields.text("principal");
        String action = fields.text("action");
        String resource = fields.text("resource");
        String owner = fields.text("resourceAccount");
        fields.refuseOthers();
        Optional<Arn> arn = Arn.parse(resource);
        boolean isKey = arn.filter(parsed ->
                        parsed.service().equals("kms") && parsed.resource().startsWith("key/"))
                .isPresent();
        if (arn.isEmpty() && !resource.equals("*")) {
            throw fields.invalid("resource", "must be an ARN or *");
        }
        if (!ACTION.matcher(action).matches()) {
            throw fields.invalid("action", "must be the name of one action, as kms:Decrypt");
        }
        if (!AccountId.isValid(owner)) {
            throw fields.invalid("resourceAccount", "must be the id of an account");
        }
        return new AccessRequest(
                RecordPrincipals.read(principal, context)
                        .orElseThrow(() -> fields.invalid(
                                "principal",
                                "must be the ARN of a root user, user, role session or federated user, or the name of a"
                                        + " service")),
                Action.of(action),
                resource,
                new AccountId(owner),
                scope.orElse(hasKeyPolicy || isKey ? AccessRequest.Scope.RESOURCE_POLICY : AccessRequest.Scope.ACCOUNT),
                context);
    }

    /** A string is a single-valued key, a list a multivalued one. */
    private static Context context(RecordFields request, Json json) {
        if (!(json instanceof Json.Obj object)) {
            throw request.invalid("context", "must be an object");
        }
        Context.Builder context = Context.builder();
        object.members().forEach((key, value) -> {
            switch (value) {
                case Json.Str text -> context.put(key, text.value());
                case Json.Arr list ->
                    context.putAll(
                            key,
                            list.items().stream()
                                    .map(item -> {
                                        if (item instanceof Json.Str text) {
                                            return text.value();
                                        }
                                        throw wrongValue(request);
                                    })
                                    .toList());
                case Json.Num number -> throw wrongValue(request);
                case Json.Bool flag -> throw wrongValue(request);
                case Json.Null nothing -> throw wrongValue(request);
                case Json.Obj nested -> throw wrongValue(request);
            }
        });
        return context.build();
    }

    private static RuntimeException wrongValue(RecordFields request) {
        return request.invalid("context", "must have strings and lists of strings as its values");
    }

    /** A list of documents is one level; a list of lists is one list per level. */
    private static List<List<PolicyDocument>> levels(List<RecordDocument> documents, RecordFields fields) {
        List<Json> items = fields.list("scps");
        if (items.isEmpty()) {
            return List.of();
        }
        if (!(items.getFirst() instanceof Json.Arr)) {
            return List.of(addAll(documents, fields, "scps", PolicyKind.SCP, items));
        }
        List<List<PolicyDocument>> levels = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            if (!(items.get(i) instanceof Json.Arr level)) {
                throw fields.invalid("scps", "must be a list of documents, or a list of such lists");
            }
            if (levels.size() == MOST_DOCUMENTS) {
                throw tooMany(fields);
            }
            levels.add(addAll(documents, fields, "scps/" + i, PolicyKind.SCP, level.items()));
        }
        return levels;
    }

    private static List<PolicyDocument> addAll(
            List<RecordDocument> documents, RecordFields fields, String name, PolicyKind kind, List<Json> items) {
        List<PolicyDocument> compiled = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            compiled.add(add(documents, fields, name + "/" + i, kind, items.get(i)));
        }
        return compiled;
    }

    private static PolicyDocument add(
            List<RecordDocument> documents, RecordFields fields, String name, PolicyKind kind, Json json) {
        if (documents.size() == MOST_DOCUMENTS) {
            throw tooMany(fields);
        }
        RecordDocument document = RecordDocument.read(name, kind, json, fields);
        documents.add(document);
        return document.compiled();
    }

    private static RuntimeException tooMany(RecordFields fields) {
        return fields.invalid("the record", "has more than " + MOST_DOCUMENTS + " policies");
    }

    private static GrantMatch grant(RecordFields fields) {
        String grantId = fields.text("grantId");
        boolean throughAccount = fields.flag("throughAccount");
        fields.refuseOthers();
        return new GrantMatch(grantId, throughAccount);
    }

    private static String oneOf(RecordFields fields, String name, String text, List<String> allowed) {
        if (!allowed.contains(text)) {
            throw fields.invalid(name, "must be one of " + String.join(", ", allowed));
        }
        return text;
    }
}
