package io.claviger.policy.reference;

import io.claviger.common.Json;
import io.claviger.policy.Principal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Makes policy documents that nearly fit a question. */
final class DocumentGenerator {
    private static final String EVERYTHING = "*";

    private final Dice dice;
    private final Principal caller;
    private final String action;
    private final String resource;
    private final ConditionGenerator conditions;

    DocumentGenerator(
            Dice dice, Principal caller, String action, String resource, Map<String, List<String>> foldedContext) {
        this.dice = dice;
        this.caller = caller;
        this.action = action;
        this.resource = resource;
        this.conditions = new ConditionGenerator(dice, foldedContext);
    }

    Json document(boolean hasPrincipals, int denyChance) {
        SequencedMap<String, Json> members = new LinkedHashMap<>();
        int version = dice.below(100);
        if (version < 90) {
            members.put("Version", Trees.text(version < 80 ? "2012-10-17" : "2008-10-17"));
        }
        if (hasPrincipals && dice.percent(10)) {
            members.put("Id", Trees.text("some-id"));
        }
        int count = dice.count(3);
        SequencedMap<String, Json> statements = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            statements.put("Sid" + i, statement(hasPrincipals, denyChance, "Sid" + i));
        }
        List<Json> all = List.copyOf(statements.values());
        members.put("Statement", count == 1 && dice.percent(40) ? all.getFirst() : new Json.Arr(all));
        return new Json.Obj(members);
    }

    Json statement(boolean hasPrincipals, int denyChance, String sid) {
        SequencedMap<String, Json> elements = new LinkedHashMap<>();
        if (dice.percent(20)) {
            elements.put("Sid", Trees.text(sid));
        }
        boolean isDeny = dice.percent(denyChance);
        elements.put("Effect", Trees.text(isDeny ? "Deny" : "Allow"));
        if (hasPrincipals) {
            elements.put(dice.percent(isDeny ? 20 : 4) ? "NotPrincipal" : "Principal", principal());
        }
        if (!hasPrincipals || !dice.percent(2)) {
            boolean isNot = dice.percent(12);
            elements.put(
                    isNot ? "NotAction" : "Action",
                    oneOrMore(3, isNot ? 20 : 75, this::fittingAction, this::anyAction));
        }
        if (!hasPrincipals || !dice.percent(2)) {
            boolean isNot = dice.percent(7);
            elements.put(
                    isNot ? "NotResource" : "Resource",
                    oneOrMore(2, isNot ? 20 : 85, this::fittingResource, this::anyResource));
        }
        if (dice.percent(isDeny ? 75 : 45)) {
            elements.put("Condition", conditions.make());
        }
        return new Json.Obj(elements);
    }

    /** A text or a list, in which the first fits with some chance. */
    private Json oneOrMore(
            int atMost,
            int fittingChance,
            java.util.function.Supplier<String> fitting,
            java.util.function.Supplier<String> any) {
        List<String> all = dice.listOf(dice.count(atMost), any);
        if (dice.percent(fittingChance)) {
            all.set(dice.below(all.size()), fitting.get());
        }
        return all.size() == 1 && dice.percent(70) ? Trees.text(all.getFirst()) : Trees.texts(all);
    }

    private String fittingAction() {
        return switch (dice.below(6)) {
            case 0, 1 -> "kms:*";
            case 2 -> EVERYTHING;
            case 3 -> action.substring(0, 4 + dice.below(action.length() - 3)) + "*";
            case 4 -> dice.recased(action);
            default -> action;
        };
    }

    private String anyAction() {
        return switch (dice.below(6)) {
            case 0 -> "s3:*";
            case 1 ->
                dice.oneOf("kms:?ncrypt", "kms:*crypt*", "kms:ReEncrypt", "*:*", "kms:Generate*Plaintext", "kms*");
            case 2 -> "kms:" + dice.near(action.substring(4)).replace(" ", "");
            default -> dice.recased(dice.oneOf(World.ACTIONS));
        };
    }

    private String fittingResource() {
        return switch (dice.below(7)) {
            case 0 -> resource;
            case 1 -> "arn:aws:kms:*:" + World.account(caller) + ":key/*";
            case 2 -> "arn:aws:kms:us-????-2:*:key/*";
            case 3 -> "arn:aws:kms:*:${aws:PrincipalAccount}:*";
            default -> EVERYTHING;
        };
    }

    private String anyResource() {
        return switch (dice.below(5)) {
            case 0 -> World.keyArn(dice.oneOf(World.ACCOUNTS), dice.oneOf(World.KEYS));
            case 1 -> "arn:aws:kms:us-west-2:111122223333:alias/app";
            case 2 -> "arn:aws:kms:us-west-2:*:key/${aws:PrincipalTag/team, '*'}";
            case 3 -> dice.near(resource).replace(" ", "");
            default -> "arn:aws:kms:*:*:${aws:nope}";
        };
    }

    private Json principal() {
        if (dice.percent(8)) {
            return Trees.text(EVERYTHING);
        }
        SequencedMap<String, Json> types = new LinkedHashMap<>();
        boolean isService = caller instanceof Principal.Service;
        if (!isService || dice.percent(30)) {
            types.put("AWS", oneOrMore(3, isService ? 30 : 75, () -> dice.oneOf(World.namesOf(caller)), this::anyName));
        }
        if (types.isEmpty() || dice.percent(10)) {
            types.put("Service", oneOrMore(2, 70, this::fittingService, () -> dice.oneOf(World.SERVICES)));
        }
        return new Json.Obj(types);
    }

    private String fittingService() {
        return caller instanceof Principal.Service service ? service.name() : World.SERVICES.getFirst();
    }

    private String anyName() {
        return dice.percent(6) ? EVERYTHING : dice.oneOf(World.NAMES);
    }
}
