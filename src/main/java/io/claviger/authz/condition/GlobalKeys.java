package io.claviger.authz.condition;

import static io.claviger.authz.condition.Concern.EVERY_CALL;
import static io.claviger.authz.condition.ConditionKey.absent;
import static io.claviger.authz.condition.ConditionKey.absentList;
import static io.claviger.authz.condition.ConditionKey.family;
import static io.claviger.authz.condition.ConditionKey.members;
import static io.claviger.authz.condition.ConditionKey.single;
import static io.claviger.authz.condition.ValueType.ARN;
import static io.claviger.authz.condition.ValueType.BOOL;
import static io.claviger.authz.condition.ValueType.DATE;
import static io.claviger.authz.condition.ValueType.IP_ADDRESS;
import static io.claviger.authz.condition.ValueType.NUMERIC;
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
    private static final String NO_SERVICES = "all calls are direct ones";
    private static final String NO_SESSIONS = "there are no temporary credentials";
    private static final String NO_ORGANIZATIONS = "accounts belong to no organization";
    private static final String NO_ENDPOINTS = "there are no VPC endpoints";

    static final List<ConditionKey> ROWS = List.of(
            absentList("aws:CalledVia", STRING, EVERY_CALL, NO_SERVICES),
            absent("aws:CalledViaFirst", STRING, EVERY_CALL, NO_SERVICES),
            absent("aws:CalledViaLast", STRING, EVERY_CALL, NO_SERVICES),
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
            absent("aws:FederatedProvider", STRING, EVERY_CALL, NO_SESSIONS),
            absent("aws:MultiFactorAuthAge", NUMERIC, EVERY_CALL, NO_SESSIONS),
            absent("aws:MultiFactorAuthPresent", BOOL, EVERY_CALL, NO_SESSIONS),
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
            absent("aws:PrincipalOrgID", STRING, EVERY_CALL, NO_ORGANIZATIONS),
            absentList("aws:PrincipalOrgPaths", STRING, EVERY_CALL, NO_ORGANIZATIONS),
            absent("aws:PrincipalServiceName", STRING, EVERY_CALL, NO_SERVICES),
            absentList("aws:PrincipalServiceNamesList", STRING, EVERY_CALL, NO_SERVICES),
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
            absent("aws:ResourceOrgID", STRING, EVERY_CALL, NO_ORGANIZATIONS),
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
            absent("aws:SourceAccount", STRING, EVERY_CALL, NO_SERVICES),
            absent("aws:SourceArn", ARN, EVERY_CALL, NO_SERVICES),
            absent("aws:SourceIdentity", STRING, EVERY_CALL, NO_SESSIONS),
            single("aws:SourceIp", IP_ADDRESS, EVERY_CALL, "the address of the peer", facts -> sourceAddress(facts)),
            absent("aws:SourceOrgID", STRING, EVERY_CALL, NO_SERVICES),
            absent("aws:SourceVpc", STRING, EVERY_CALL, NO_ENDPOINTS),
            absent("aws:SourceVpce", STRING, EVERY_CALL, NO_ENDPOINTS),
            members(
                    "aws:TagKeys",
                    HasTagKeys.class,
                    "the keys of the tags in the request, only when it has one",
                    HasTagKeys::requestTagKeys),
            absent("aws:TokenIssueTime", DATE, EVERY_CALL, NO_SESSIONS),
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
            single("aws:ViaAWSService", BOOL, EVERY_CALL, "`false`: all calls are direct ones", facts -> "false"),
            absent("aws:VpcSourceIp", IP_ADDRESS, EVERY_CALL, NO_ENDPOINTS));

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
