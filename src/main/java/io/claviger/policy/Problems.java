package io.claviger.policy;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a document while it is read. */
final class Problems {
    private final List<PolicyProblem> all = new ArrayList<>();
    private int statement = PolicyProblem.DOCUMENT;

    /** What follows is about this statement. */
    void enter(int index) {
        statement = index;
    }

    void syntax(String element, String detail) {
        add(PolicyProblem.Kind.SYNTAX, element, detail);
    }

    void add(PolicyProblem.Kind kind, String element, String detail) {
        all.add(new PolicyProblem(kind, statement, element, detail));
    }

    List<PolicyProblem> all() {
        return List.copyOf(all);
    }
}
