package io.claviger.policy;

import io.claviger.common.Json;
import io.claviger.policy.LintWarning.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The warnings about one statement. */
final class StatementLinter {
    private static final String ANY_KEY = "arn:*:kms:*:*:key/*";
    private static final String ANY_ALIAS = "arn:*:kms:*:*:alias/*";

    private final PolicyLinter.Scope scope;
    private final int index;
    private final String pointer;
    private final Map<String, Json> members;
    private final @Nullable String sid;
    private final boolean isAllow;
    private final List<LintWarning> warnings = new ArrayList<>();

    StatementLinter(PolicyLinter.Scope scope, int index, String pointer, Map<String, Json> members) {
        this.scope = scope;
        this.index = index;
        this.pointer = pointer;
        this.members = members;
        this.sid = members.get("Sid") instanceof Json.Str string ? string.value() : null;
        this.isAllow = members.get("Effect") instanceof Json.Str string
                && string.value().equals("Allow");
    }

    List<LintWarning> lint() {
        lintEffect();
        lintPrincipals();
        lintActions();
        lintResources();
        new ConditionLinter(scope, isAllow, this::warn)
                .lint(members.get("Condition"), JsonPointers.child(pointer, "Condition"));
        return warnings;
    }

    private void warn(Kind kind, String place, String message) {
        warnings.add(new LintWarning(kind, index, sid, place, message));
    }

    private void lintEffect() {
        if (scope.kind().resources() != PolicyKind.Resources.MAY_BE_MISSING) {
            return;
        }
        for (String element : List.of("Action", "Resource")) {
            if (ClauseParser.isMissing(members, element)) {
                warn(
                        Kind.STATEMENT_WITHOUT_EFFECT,
                        pointer,
                        "The statement has no " + element + ". It is accepted and does nothing.");
            }
        }
    }

    private void lintPrincipals() {
        if (!isAllow || !scope.kind().hasPrincipals()) {
            return;
        }
        if (members.containsKey("NotPrincipal")) {
            warn(
                    Kind.ALLOW_WITH_NOT_PRINCIPAL,
                    JsonPointers.child(pointer, "NotPrincipal"),
                    "Allow with NotPrincipal allows everyone who is not listed, of every account. Name those who may.");
        }
        Json principal = members.get("Principal");
        if (principal != null && isEveryone(principal) && hasNoCondition()) {
            warn(
                    Kind.EVERYONE_WITHOUT_CONDITION,
                    JsonPointers.child(pointer, "Principal"),
                    "The statement allows everyone, without a condition: every principal of the account, and of every"
                            + " other account whose own policies allow it.");
        }
    }

    private boolean isEveryone(Json principal) {
        List<PrincipalPattern> patterns =
                new PrincipalParser(scope.kind(), new Problems()).parse("Principal", principal);
        return patterns != null && patterns.contains(new PrincipalPattern.Everyone());
    }

    private boolean hasNoCondition() {
        Json condition = members.get("Condition");
        return condition == null
                || (condition instanceof Json.Obj operators
                        && operators.members().values().stream()
                                .allMatch(keys -> keys instanceof Json.Obj object
                                        && object.members().isEmpty()));
    }

    private void lintActions() {
        for (LocatedText text : texts("Action", "NotAction")) {
            String folded = CaseFold.fold(text.text());
            if (!concernsService(folded)) {
                continue;
            }
            List<Action> meant = meant(folded);
            if (meant.isEmpty()) {
                warn(Kind.UNKNOWN_ACTION, text.pointer(), "There is no action `" + text.text() + "`.");
            } else if (scope.kind() == PolicyKind.KEY && meant.stream().noneMatch(scope.actions()::isOnKey)) {
                warn(
                        Kind.ACTION_NEVER_GRANTED_BY_KEY_POLICY,
                        text.pointer(),
                        "`" + text.text() + "` is no action on a key: only identity policies decide about it.");
            }
        }
    }

    /** Of another service nothing is known; a pattern over services is taken to be meant so. */
    private boolean concernsService(String folded) {
        String service = folded.substring(0, folded.indexOf(':') + 1);
        return !service.isEmpty()
                && scope.actions().all().stream()
                        .anyMatch(action -> action.folded().startsWith(service));
    }

    private List<Action> meant(String folded) {
        Glob pattern = Glob.of(folded);
        return scope.actions().all().stream()
                .filter(action -> pattern.matches(action.folded()))
                .toList();
    }

    private void lintResources() {
        for (LocatedText text : texts("Resource")) {
            String pattern = withoutVariables(text);
            boolean matchesKey = PatternOverlap.exists(pattern, ANY_KEY);
            if (!matchesKey && PatternOverlap.exists(pattern, ANY_ALIAS)) {
                lintAlias(text);
            } else if (!matchesKey && scope.kind() == PolicyKind.KEY) {
                warn(
                        Kind.RESOURCE_NEVER_MATCHES,
                        text.pointer(),
                        "`" + text.text() + "` is the ARN of no key, so that the statement concerns nothing by it."
                                + " In a key policy `*` means this key.");
            }
        }
        texts("Resource", "NotResource").forEach(this::lintVariables);
    }

    private void lintAlias(LocatedText text) {
        boolean isForKeys = scope.kind() == PolicyKind.KEY
                || texts("Action").stream()
                        .flatMap(action -> meant(CaseFold.fold(action.text())).stream())
                        .anyMatch(action -> !scope.actions().isOnAlias(action));
        if (isForKeys) {
            warn(
                    Kind.ALIAS_IN_RESOURCE,
                    text.pointer(),
                    "`" + text.text()
                            + "` is the ARN of an alias. It concerns the alias itself and never the use of the"
                            + " key behind it. Name the key, or use kms:RequestAlias or kms:ResourceAliases.");
        }
    }

    private void lintVariables(LocatedText text) {
        if (!scope.hasVariables() && text.text().contains("${")) {
            warn(Kind.VARIABLE_IS_LITERAL, text.pointer(), ConditionLinter.VARIABLE_IS_LITERAL);
        }
    }

    /** A variable may become anything. */
    private String withoutVariables(LocatedText text) {
        return scope.hasVariables() ? text.text().replaceAll("\\$\\{[^}]*}", "*") : text.text();
    }

    private List<LocatedText> texts(String... elements) {
        List<LocatedText> texts = new ArrayList<>();
        for (String element : elements) {
            Json json = members.get(element);
            if (json != null) {
                texts.addAll(LocatedText.all(json, JsonPointers.child(pointer, element)));
            }
        }
        return texts;
    }
}
