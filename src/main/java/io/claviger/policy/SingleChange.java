package io.claviger.policy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One change to a request or to its policies. The kinds are listed smallest first: what the request says, then a
 * statement or grant less, then a statement more, then another caller, then another action.
 */
public sealed interface SingleChange {

    /** The change in words, to follow "The answer would be another". */
    String sentence();

    /**
     * The request has a condition key with these values, and no others of that key.
     *
     * @param pattern the policy's pattern, of which the value is only an example; null if a policy names the value
     */
    record SetConditionKey(
            String key, List<String> values, @Nullable String pattern) implements SingleChange {
        public SetConditionKey {
            values = List.copyOf(values);
        }

        /** The policy's pattern, of which the value is only an example. */
        public Optional<String> exampleOf() {
            return Optional.ofNullable(pattern);
        }

        @Override
        public String sentence() {
            String named = values.stream().map(SingleChange::quoted).collect(Collectors.joining(", "));
            return pattern == null
                    ? "if the request had " + quoted(key) + " with " + named
                    : "if the request had " + quoted(key) + " with a value like " + quoted(pattern);
        }
    }

    /** The request lacks a condition key. */
    record RemoveConditionKey(String key) implements SingleChange {
        @Override
        public String sentence() {
            return "if the request lacked " + quoted(key);
        }
    }

    /** A document lacks one statement. */
    record RemoveStatement(Effect effect, StatementReference statement) implements SingleChange {
        @Override
        public String sentence() {
            String sid = statement.sid() == null ? "" : " (Sid " + statement.sid() + ")";
            return "without the " + (effect == Effect.DENY ? "deny" : "allow") + " of statement "
                    + statement.statement() + sid + " of "
                    + statement.layer().words() + " " + statement.policy();
        }
    }

    /** A grant is not there. */
    record RemoveGrant(String grantId) implements SingleChange {
        @Override
        public String sentence() {
            return "without the grant " + grantId;
        }
    }

    /**
     * A layer has one more statement, which allows this action on this resource without a condition.
     *
     * @param level the level of service control policies, from 0; 0 for other layers
     * @param principal whom the statement names, as a policy writes it; null in a layer without principals
     */
    record AddAllow(Layer layer, int level, @Nullable String principal) implements SingleChange {
        public Optional<String> namedPrincipal() {
            return Optional.ofNullable(principal);
        }

        @Override
        public String sentence() {
            String place = layer == Layer.SERVICE_CONTROL ? " of level " + level : "";
            return "if " + layer.wordsWithArticle() + place + " allowed the action"
                    + (principal == null ? "" : " to " + quoted(principal));
        }
    }

    /**
     * Somebody whom the resource's policy names makes the same request. Nothing is known of that principal's own
     * policies, so this holds as far as they deny nothing.
     */
    record CallAs(String principal) implements SingleChange {
        @Override
        public String sentence() {
            return "if " + quoted(principal) + " made the request, unless a policy of its own denies it";
        }
    }

    /** The caller asks for another action, which a policy names. */
    record UseAction(String action) implements SingleChange {
        @Override
        public String sentence() {
            return "if the action were " + quoted(action);
        }
    }

    private static String quoted(String text) {
        return "`" + text + "`";
    }
}
