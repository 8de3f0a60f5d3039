package io.claviger.conformance;

import io.claviger.conformance.SdkOperation.Member;
import io.claviger.conformance.SdkOperation.Structure;
import io.claviger.operation.wire.EnumNames;
import io.claviger.operation.wire.OneOf;
import io.claviger.operation.wire.RecordShape;
import io.claviger.operation.wire.WireMember;
import io.claviger.operation.wire.WireType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds where a record of ours and a structure of the SDK differ; each difference names operation and member. */
final class SdkComparison {

    /** The SM2 family exists in the China Regions only; elsewhere AWS leaves it out (wire-protocol.md, section 3). */
    private static final Set<String> NOT_OFFERED = Set.of("SM2", "SM2PKE", "SM2DSA");

    /**
     * Members of an answer whose enum of ours is wider than the SDK's, because one enum serves two members. KeySpec
     * has the specs that came after the deprecated CustomerMasterKeySpec; such keys answer without it.
     */
    private static final Set<String> WIDER_IN_ANSWERS = Set.of("CustomerMasterKeySpec");

    /**
     * Members of an answer that belong to what is not built: no key here is of an ML-KEM spec, and no other has
     * EncapsulationAlgorithms (mlkem.md, section 1).
     */
    private static final Set<String> NOT_BUILT_IN_ANSWERS = Set.of("EncapsulationAlgorithms");

    private final boolean request;
    private final List<String> differences = new ArrayList<>();
    private final Set<Class<?>> seen = new HashSet<>();

    private SdkComparison(boolean request) {
        this.request = request;
    }

    static List<String> ofRequest(String operation, Class<? extends Record> ours, Structure theirs) {
        return run(true, operation + " request", ours, theirs);
    }

    static List<String> ofResponse(String operation, Class<? extends Record> ours, Structure theirs) {
        return run(false, operation + " response", ours, theirs);
    }

    private static List<String> run(boolean request, String where, Class<? extends Record> ours, Structure theirs) {
        SdkComparison comparison = new SdkComparison(request);
        comparison.compare(where, ours, theirs);
        return comparison.differences;
    }

    private void compare(String where, Class<? extends Record> ours, Structure theirs) {
        if (!seen.add(ours)) {
            return;
        }
        Map<String, WireMember> missing = new HashMap<>();
        for (WireMember member : RecordShape.of(ours).members()) {
            missing.put(member.wireName(), member);
        }
        theirs.members().forEach((name, member) -> {
            WireMember mine = missing.remove(name);
            if (mine == null && !request && NOT_BUILT_IN_ANSWERS.contains(name)) {
                return;
            }
            if (mine == null) {
                differences.add(where + ": member " + name + " is missing here");
            } else {
                compareMember(where + ": member " + name, mine, member);
            }
        });
        for (String name : new TreeSet<>(missing.keySet())) {
            differences.add(where + ": the SDK has no member " + name);
        }
    }

    private void compareMember(String where, WireMember ours, Member theirs) {
        Optional<WireType> wanted = theirs.type();
        if (wanted.isPresent()) {
            WireType shown = plain(ours.type());
            if (!shown.equals(wanted.get())) {
                differences.add(where + " is " + shown + " here, " + wanted.get() + " in the SDK");
                return;
            }
            compareEnum(where, ours, theirs);
        } else {
            compareStructure(where, ours, theirs);
        }
        if (theirs.isSensitive() && !ours.isSensitive()) {
            differences.add(where + " is sensitive in the SDK");
        }
    }

    private void compareStructure(String where, WireMember ours, Member theirs) {
        WireType type = ours.type();
        if (theirs.isList() && type instanceof WireType.ListOf(WireType item)) {
            type = item;
        } else if (theirs.isList()) {
            differences.add(where + " is not a list here");
            return;
        }
        if (type instanceof WireType.Structure(Class<? extends Record> record)) {
            compare(where, record, theirs.structure());
        } else {
            differences.add(where + " is " + type + " here, a structure in the SDK");
        }
    }

    private void compareEnum(String where, WireMember ours, Member theirs) {
        Set<String> wanted = theirs.enumValues();
        Optional<Set<String>> have = enumValues(ours);
        if (have.isEmpty()) {
            // An answer may hold text: our own code makes it.
            if (request && !wanted.isEmpty()) {
                differences.add(where + " has no @OneOf here, the SDK takes " + wanted);
            }
            return;
        }
        Set<String> lacking = new TreeSet<>(wanted);
        lacking.removeAll(have.get());
        lacking.removeAll(NOT_OFFERED);
        Set<String> extra = new TreeSet<>(have.get());
        extra.removeAll(wanted);
        if (!lacking.isEmpty()) {
            differences.add(where + " lacks the values " + lacking);
        }
        if (!extra.isEmpty() && (request || !WIDER_IN_ANSWERS.contains(ours.wireName()))) {
            differences.add(where + " has values that the SDK does not: " + extra);
        }
    }

    private static Optional<Set<String>> enumValues(WireMember member) {
        OneOf oneOf = member.annotation(OneOf.class);
        if (oneOf != null) {
            return Optional.of(new TreeSet<>(EnumNames.of(oneOf)));
        }
        WireType type = member.type() instanceof WireType.ListOf(WireType item) ? item : member.type();
        return type instanceof WireType.Enumeration(Class<? extends Enum<?>> enumeration)
                ? Optional.of(new TreeSet<>(EnumNames.of(enumeration)))
                : Optional.empty();
    }

    /** The type as JSON has it: an enum is text, a secret is a blob. */
    private static WireType plain(WireType type) {
        return switch (type) {
            case WireType.Enumeration enumeration -> WireType.Scalar.TEXT;
            case WireType.ListOf(WireType item) -> new WireType.ListOf(plain(item));
            default -> type == WireType.Scalar.SECRET ? WireType.Scalar.BLOB : type;
        };
    }
}
