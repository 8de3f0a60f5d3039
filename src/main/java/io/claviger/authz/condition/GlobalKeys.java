package io.claviger.authz.condition;

import static io.claviger.authz.condition.Concern.EVERY_CALL;
import static io.claviger.authz.condition.ConditionKey.absent;
import static io.claviger.authz.condition.ConditionKey.absentList;
import static io.claviger.authz.condition.ConditionKey.family;
import static io.claviger.authz.condition.ConditionKey.members;
import static io.claviger.authz.condition.ConditionKey.multiple;
import static io.claviger.authz.condition.ConditionKey.single;
import static io.claviger.authz.condition.ValueType.ARN;
import static io.claviger.authz.condition.ValueType.BOOL;
import static io.claviger.authz.condition.ValueType.DATE;
import static io.claviger.authz.condition.ValueType.IP_ADDRESS;
import static io.claviger.authz.condition.ValueType.NUMERIC;
import static io.claviger.authz.condition.ValueType.STRING;

import io.claviger.authn.ServiceContext;
import io.claviger.authn.Session;
import io.claviger.operation.HasTagKeys;
import io.claviger.operation.HasTags;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the prefix {@code aws:} (IAM User Guide, reference_policies_condition-keys; authorization.md, section 5).
 */
final class GlobalKeys {
    private static final String NO_ORGANIZATIONS = "accounts belong to no organization";
    private static final String NO_ENDPOINTS = "there are no VPC endpoints";

    static final List<ConditionKey> ROWS = List.of(
            multiple(
                    "aws:CalledVia",
                    STRING,
                    EVERY_CALL,
                    "the services that the call went through, first to last, only when one calls for the caller",
                    Callers::calledVia),
            single(
                    "aws:CalledViaFirst",
                    STRING,
                    EVERY_CALL,
                    "the first of these services, only when one calls for the caller",
                    facts -> facts.call().origin().forwarder() == null
                            ? null
                            : Callers.calledVia(facts).getFirst()),
            single(
                    "aws:CalledViaLast",
                    STRING,
                    EVERY_CALL,
                    "the last of these services, only when one calls for the caller",
                    facts -> facts.call().origin().forwarder() == null
                            ? null
                            : Callers.calledVia(facts).getLast()),
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
                    "aws:FederatedProvider",
                    STRING,
                    EVERY_CALL,
                    "the ARN of the OIDC provider, only for sessions that were made of its token",
                    Callers::federatedProvider),
            single(
                    "aws:MultiFactorAuthAge",
                    NUMERIC,
                    EVERY_CALL,
                    "the age of the session in seconds, only when a second factor stands behind it",
                    Callers::mfaAge),
            single(
                    "aws:MultiFactorAuthPresent",
                    BOOL,
                    EVERY_CALL,
                    "whether a second factor stands behind the session, only for temporary credentials",
                    facts -> Callers.ofSession(facts, session -> Boolean.toString(session.isMfa()))),
            single(
                    "aws:PrincipalAccount",
                    STRING,
                    EVERY_CALL,
                    "the caller's account, only of callers who belong to one: not of services that call for themselves",
                    Callers::account),
            single(
                    "aws:PrincipalArn",
                    ARN,
                    EVERY_CALL,
                    "the caller's ARN, for a session its role's; only of callers who have one",
                    Callers::arn),
            single(
                    "aws:PrincipalIsAWSService",
                    BOOL,
                    EVERY_CALL,
                    "whether the caller is a service that calls for itself",
                    facts -> Boolean.toString(Callers.isService(facts))),
            absent("aws:PrincipalOrgID", STRING, EVERY_CALL, NO_ORGANIZATIONS),
            absentList("aws:PrincipalOrgPaths", STRING, EVERY_CALL, NO_ORGANIZATIONS),
            single(
                    "aws:PrincipalServiceName",
                    STRING,
                    EVERY_CALL,
                    "the service's name, `ec2.amazonaws.com`, only when the caller is one",
                    Callers::serviceName),
            multiple(
                    "aws:PrincipalServiceNamesList",
                    STRING,
                    EVERY_CALL,
                    "the service's name, only when the caller is one",
                    Callers::serviceNames),
            family(
                    "aws:PrincipalTag/<key>",
                    EVERY_CALL,
                    "the value of that tag of the session, else of the user or role; only when there is one",
                    (facts, foldedMember) -> facts.principalTags().values(foldedMember)),
            single(
                    "aws:PrincipalType",
                    STRING,
                    EVERY_CALL,
                    "`Account` for the root user, `User` for an IAM user, `AssumedRole` for a session of a role; only of these",
                    Callers::type),
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
            single(
                    "aws:SourceAccount",
                    STRING,
                    EVERY_CALL,
                    "the account of the resource that a service calls for, only when it says so",
                    facts -> Callers.ofService(
                            facts,
                            service -> service.sourceAccount() == null
                                    ? null
                                    : service.sourceAccount().value())),
            single(
                    "aws:SourceArn",
                    ARN,
                    EVERY_CALL,
                    "the resource that a service calls for, only when it says so",
                    facts -> Callers.ofService(facts, ServiceContext::sourceArn)),
            single(
                    "aws:SourceIdentity",
                    STRING,
                    EVERY_CALL,
                    "who stands behind the session, only when somebody said so",
                    facts -> Callers.ofSession(facts, Session::sourceIdentity)),
            single(
                    "aws:SourceIp",
                    IP_ADDRESS,
                    EVERY_CALL,
                    "the address of the peer, which may be a service that calls for the caller",
                    facts -> sourceAddress(facts)),
            absent("aws:SourceOrgID", STRING, EVERY_CALL, NO_ORGANIZATIONS),
            absent("aws:SourceVpc", STRING, EVERY_CALL, NO_ENDPOINTS),
            absent("aws:SourceVpce", STRING, EVERY_CALL, NO_ENDPOINTS),
            members(
                    "aws:TagKeys",
                    HasTagKeys.class,
                    "the keys of the tags in the request, only when it has one",
                    HasTagKeys::requestTagKeys),
            single(
                    "aws:TokenIssueTime",
                    DATE,
                    EVERY_CALL,
                    "when the session began, ISO 8601 in UTC, whole seconds; only for temporary credentials",
                    Callers::issueTime),
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
                    "the caller's unique id: the account id for the root user, `AROA…:session` for a session of a role;"
                            + " only of these and users",
                    Callers::userId),
            single(
                    "aws:username",
                    STRING,
                    EVERY_CALL,
                    "the user's name without its path, only for IAM users",
                    Callers::userName),
            single(
                    "aws:ViaAWSService",
                    BOOL,
                    EVERY_CALL,
                    "whether a service calls for the caller",
                    facts -> Boolean.toString(facts.call().origin().forwarder() != null)),
            absent("aws:VpcSourceIp", IP_ADDRESS, EVERY_CALL, NO_ENDPOINTS));

    private GlobalKeys() {}

    private static @Nullable String sourceAddress(CallFacts facts) {
        String address = facts.call().origin().sourceAddress();
        return address.isEmpty() ? null : address;
    }
}
