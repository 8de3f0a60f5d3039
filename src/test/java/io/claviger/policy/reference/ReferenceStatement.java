package io.claviger.policy.reference;

import io.claviger.common.Arn;
import io.claviger.common.Json;
import io.claviger.policy.Principal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One statement of a document, read anew for every question. */
record ReferenceStatement(Map<String, Json> elements, boolean hasVariables) {

    /** How a statement names the caller, weakest first. */
    enum Naming {
        NOT,
        ACCOUNT,
        /** The role of a session, or the user who got a token for a federated user. */
        BASE,
        PERSON
    }

    boolean isDeny() {
        return elements.get("Effect").equals(new Json.Str("Deny"));
    }

    /** Whether everything but the principal fits. */
    boolean speaksAbout(PolicyCase question, Map<String, List<String>> context) {
        return matchesAction(question.action()) && matchesResource(question.resource(), context) && holds(context);
    }

    private boolean matchesAction(String action) {
        if (elements.containsKey("Action")) {
            return isListedAction("Action", action);
        }
        // without either (a key policy may leave them out) the statement has no effect
        return elements.containsKey("NotAction") && !isListedAction("NotAction", action);
    }

    private boolean isListedAction(String element, String action) {
        return texts(elements.get(element)).stream()
                .anyMatch(wanted ->
                        ReferencePattern.of(wanted.toLowerCase(Locale.ROOT)).matches(action.toLowerCase(Locale.ROOT)));
    }

    private boolean matchesResource(String resource, Map<String, List<String>> context) {
        boolean isReadable = Stream.of("Resource", "NotResource")
                .filter(elements::containsKey)
                .flatMap(element -> texts(elements.get(element)).stream())
                .allMatch(text -> !hasVariables || ReferencePattern.isReadable(text));
        if (!isReadable) {
            return isDeny();
        }
        if (elements.containsKey("Resource")) {
            return texts(elements.get("Resource")).stream()
                    .anyMatch(wanted -> resolved(wanted, context)
                            .filter(pattern -> pattern.matches(resource))
                            .isPresent());
        }
        if (!elements.containsKey("NotResource")) {
            return false;
        }
        List<Optional<ReferencePattern>> patterns = texts(elements.get("NotResource")).stream()
                .map(wanted -> resolved(wanted, context))
                .toList();
        // an element with a variable that has no value does not match
        return patterns.stream()
                .allMatch(pattern -> pattern.isPresent() && !pattern.get().matches(resource));
    }

    private Optional<ReferencePattern> resolved(String text, Map<String, List<String>> context) {
        return hasVariables ? ReferencePattern.resolve(text, context) : Optional.of(ReferencePattern.of(text));
    }

    private boolean holds(Map<String, List<String>> context) {
        // what was stored and cannot be understood must not open anything
        return conditions().stream()
                .allMatch(condition -> condition.isReadable() ? condition.holds(context) : isDeny());
    }

    private List<ReferenceCondition> conditions() {
        List<ReferenceCondition> all = new ArrayList<>();
        if (elements.get("Condition") instanceof Json.Obj operators) {
            operators
                    .members()
                    .forEach((operator, keys) -> ((Json.Obj) keys)
                            .members()
                            .forEach((key, value) ->
                                    all.add(ReferenceCondition.read(operator, key, value, hasVariables))));
        }
        return all;
    }

    Naming names(Principal caller, boolean hasBoundary) {
        if (elements.containsKey("Principal")) {
            return listed("Principal", caller);
        }
        // IAM User Guide, "AWS JSON policy elements: NotPrincipal": with Deny it always denies a principal that has a
        // permissions boundary, whatever it lists; the corpus has cases of that
        boolean isExempt = isDeny()
                ? !hasBoundary && namings("NotPrincipal", caller).containsAll(layers(caller))
                : !namings("NotPrincipal", caller).isEmpty();
        return isExempt ? Naming.NOT : Naming.PERSON;
    }

    /** What has to be listed to be exempt from a Deny. */
    private static Set<Naming> layers(Principal caller) {
        return switch (caller) {
            case Principal.Root root -> Set.of(Naming.ACCOUNT);
            case Principal.User user -> Set.of(Naming.PERSON, Naming.ACCOUNT);
            case Principal.RoleSession session -> Set.of(Naming.PERSON, Naming.BASE, Naming.ACCOUNT);
            case Principal.FederatedUser federated -> Set.of(Naming.PERSON, Naming.ACCOUNT);
            case Principal.Service service -> Set.of(Naming.PERSON);
            case Principal.WebIdentity identity -> Set.of(Naming.PERSON);
        };
    }

    private Naming listed(String element, Principal caller) {
        return namings(element, caller).stream().max(Naming::compareTo).orElse(Naming.NOT);
    }

    private Set<Naming> namings(String element, Principal caller) {
        Json principal = elements.get(element);
        if (principal instanceof Json.Str text) {
            return text.value().equals("*") ? EnumSet.complementOf(EnumSet.of(Naming.NOT)) : Set.of();
        }
        Set<Naming> namings = EnumSet.noneOf(Naming.class);
        for (Map.Entry<String, Json> type : ((Json.Obj) principal).members().entrySet()) {
            for (String value : texts(type.getValue())) {
                if (type.getKey().equals("AWS") && value.equals("*")) {
                    namings.addAll(EnumSet.complementOf(EnumSet.of(Naming.NOT)));
                }
                namings.add(naming(type.getKey(), value, caller));
            }
        }
        namings.remove(Naming.NOT);
        return namings;
    }

    private static Naming naming(String type, String value, Principal caller) {
        if (type.equals("Service")) {
            return caller instanceof Principal.Service service && service.name().equals(value)
                    ? Naming.PERSON
                    : Naming.NOT;
        }
        if (!type.equals("AWS")) {
            return Naming.NOT;
        }
        if (value.equals("*")) {
            return Naming.PERSON;
        }
        return switch (caller) {
            case Principal.Root root -> ofAccount(value, root.account().value());
            case Principal.User user ->
                value.equals(user.arn().toString()) || value.equals(user.uniqueId())
                        ? Naming.PERSON
                        : ofAccount(value, user.account().value());
            case Principal.RoleSession session -> {
                if (value.equals(session.session().toString())) {
                    yield Naming.PERSON;
                }
                yield value.equals(session.role().toString()) || value.equals(session.roleId())
                        ? Naming.BASE
                        : ofAccount(value, session.account().value());
            }
            case Principal.FederatedUser federated -> {
                if (value.equals(federated.session().toString())) {
                    yield Naming.PERSON;
                }
                Naming account = ofAccount(value, federated.account().value());
                yield account == Naming.NOT && value.equals(federated.issuer().toString()) ? Naming.BASE : account;
            }
            case Principal.Service service -> Naming.NOT;
            case Principal.WebIdentity identity -> Naming.NOT;
        };
    }

    private static Naming ofAccount(String value, String account) {
        Arn root = new Arn("aws", "iam", "", account, "root");
        return value.equals(account) || value.equals(root.toString()) ? Naming.ACCOUNT : Naming.NOT;
    }

    private static List<String> texts(Json json) {
        return Trees.items(json).stream().map(item -> ((Json.Str) item).value()).toList();
    }
}
