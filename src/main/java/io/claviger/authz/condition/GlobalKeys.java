package io.claviger.authz.condition;

import static io.claviger.authz.condition.Concern.EVERY_CALL;
import static io.claviger.authz.condition.ConditionKey.family;
import static io.claviger.authz.condition.ConditionKey.members;
import static io.claviger.authz.condition.ConditionKey.single;
import static io.claviger.authz.condition.ValueType.ARN;
import static io.claviger.authz.condition.ValueType.BOOL;
import static io.claviger.authz.condition.ValueType.DATE;
import static io.claviger.authz.condition.ValueType.IP_ADDRESS;
import static io.claviger.authz.condition.ValueType.STRING;

import io.claviger.authn.Caller;
import io.claviger.operation.HasTagKeys;
import io.claviger.operation.HasTags;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the prefix {@code aws:} (IAM User Guide, reference_policies_condition-keys; authorization.md, section 5).
 */
final class GlobalKeys {
    static final List<ConditionKey> ROWS = List.of(
            single(
                    "aws:CurrentTime",
                    DATE,
                    EVERY_CALL,
                    "the time of the request, ISO 8601 in UTC, whole seconds",
                    facts -> facts.call().now().truncatedTo(ChronoUnit.SECONDS).toString()),
            single(
                    "aws:EpochTime",
                    DATE,
                    EVERY_CALL,
                    "the time of the request in seconds since 1970",
                    facts -> Long.toString(facts.call().now().getEpochSecond())),
            single(
                    "aws:PrincipalAccount",
                    STRING,
                    EVERY_CALL,
                    "the caller's account",
                    facts -> facts.call().account().value()),
            single(
                    "aws:PrincipalArn",
                    ARN,
                    EVERY_CALL,
                    "the caller's ARN",
                    facts -> principal(facts).arn().toString()),
            single("aws:PrincipalIsAWSService", BOOL, EVERY_CALL, "`false`: no caller is a service", facts -> "false"),
            family("aws:PrincipalTag/<key>", EVERY_CALL, "never present: callers have no tags", ConditionKey.NONE_YET),
            single(
                    "aws:PrincipalType",
                    STRING,
                    EVERY_CALL,
                    "`Account` for the root user, `User` for an IAM user",
                    facts -> typeName(principal(facts))),
            single(
                    "aws:Referer",
                    STRING,
                    EVERY_CALL,
                    "the header Referer, only when it was sent",
                    facts -> facts.call().origin().referer()),
            single(
                    "aws:RequestedRegion",
                    STRING,
                    EVERY_CALL,
                    "the Region that the request addresses",
                    facts -> facts.call().region().value()),
            family(
                    "aws:RequestTag/<key>",
                    Concern.requests(HasTags.class),
                    "the value of that tag in the request",
                    (facts, foldedMember) -> facts.requestTags().values(foldedMember)),
            single(
                    "aws:ResourceAccount",
                    STRING,
                    EVERY_CALL,
                    "the owner of the key; the caller's account for actions without a key",
                    facts -> facts.resourceAccount().value()),
            family(
                    "aws:ResourceTag/<key>",
                    Concern.KEYS,
                    "the value of that tag of the key",
                    (facts, foldedMember) -> facts.resourceTags().values(foldedMember)),
            single(
                    "aws:SecureTransport",
                    BOOL,
                    EVERY_CALL,
                    "whether the connection to this service is encrypted",
                    facts -> Boolean.toString(facts.call().origin().isTls())),
            single("aws:SourceIp", IP_ADDRESS, EVERY_CALL, "the address of the peer", facts -> sourceAddress(facts)),
            members(
                    "aws:TagKeys",
                    HasTagKeys.class,
                    "the keys of the tags in the request, only when it has one",
                    HasTagKeys::requestTagKeys),
            single(
                    "aws:UserAgent",
                    STRING,
                    EVERY_CALL,
                    "the header User-Agent, only when it was sent",
                    facts -> facts.call().origin().userAgent()),
            single(
                    "aws:userid",
                    STRING,
                    EVERY_CALL,
                    "the caller's unique id; the account id for the root user",
                    facts -> principal(facts).uniqueId()),
            single(
                    "aws:username",
                    STRING,
                    EVERY_CALL,
                    "the user's name without its path, only for IAM users",
                    facts -> userName(principal(facts))),
            single("aws:ViaAWSService", BOOL, EVERY_CALL, "`false`: all calls are direct ones", facts -> "false"));

    private GlobalKeys() {}

    private static Caller.Principal principal(CallFacts facts) {
        return facts.call().caller().principal();
    }

    private static String typeName(Caller.Principal principal) {
        return switch (principal) {
            case Caller.Root _ -> "Account";
            case Caller.User _ -> "User";
        };
    }

    private static @Nullable String userName(Caller.Principal principal) {
        return switch (principal) {
            case Caller.Root _ -> null;
            case Caller.User user -> user.name();
        };
    }

    private static @Nullable String sourceAddress(CallFacts facts) {
        String address = facts.call().origin().sourceAddress();
        return address.isEmpty() ? null : address;
    }
}
