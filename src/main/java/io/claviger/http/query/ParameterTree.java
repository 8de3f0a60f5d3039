package io.claviger.http.query;

import io.claviger.common.ErrorCode;
import io.claviger.common.Form;
import io.claviger.common.KmsException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The parameters of a form by the parts of their names: {@code Tags.member.1.Key} is three levels below its top. */
final class ParameterTree {
    private static final int DEEPEST = 16;
    private static final Pattern INDEX = Pattern.compile("[1-9][0-9]{0,4}");
    private static final String ITEM = "member";
    private static final String ENTRY = "entry";

    private final Map<String, ParameterTree> children = new HashMap<>();
    private @Nullable String text;

    private ParameterTree() {}

    static ParameterTree of(Form form) {
        ParameterTree root = new ParameterTree();
        form.values().forEach((name, value) -> root.put(name, value));
        return root;
    }

    private void put(String name, String value) {
        String[] parts = name.split("\\.", DEEPEST + 1);
        if (parts.length > DEEPEST) {
            throw new KmsException(ErrorCode.SERIALIZATION, "A parameter's name has too many parts");
        }
        ParameterTree at = this;
        for (String part : parts) {
            at = at.children.computeIfAbsent(part, ignored -> new ParameterTree());
        }
        at.text = value;
    }

    @Nullable
    ParameterTree child(String name) {
        return children.get(name);
    }

    /** The value here, where there is nothing below. */
    String text(String wanted) {
        if (text == null || !children.isEmpty()) {
            throw mismatch("STRUCTURE", wanted);
        }
        return text;
    }

    void requireStructure() {
        if (text != null) {
            throw mismatch("STRING_VALUE", "a Structure");
        }
    }

    /** The items of a list, by their numbers. A list without items is an empty value. */
    List<ParameterTree> items() {
        return numbered(ITEM, "a List");
    }

    /** The entries of a map, each with a {@code key} and a {@code value}. */
    List<ParameterTree> entries() {
        return numbered(ENTRY, "a Map");
    }

    private List<ParameterTree> numbered(String level, String wanted) {
        if (children.isEmpty() && "".equals(text)) {
            return List.of();
        }
        ParameterTree below = children.get(level);
        if (text != null || below == null || children.size() > 1 || below.text != null) {
            throw mismatch("STRING_VALUE", wanted);
        }
        Map<Integer, ParameterTree> sorted = new TreeMap<>();
        below.children.forEach((number, item) -> {
            if (!INDEX.matcher(number).matches()) {
                throw mismatch("STRUCTURE", wanted);
            }
            sorted.put(Integer.valueOf(number), item);
        });
        return new ArrayList<>(sorted.values());
    }

    static KmsException mismatch(String given, String wanted) {
        return new KmsException(ErrorCode.SERIALIZATION, given + " can not be converted to " + wanted);
    }
}
