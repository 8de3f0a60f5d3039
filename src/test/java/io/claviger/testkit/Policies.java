package io.claviger.testkit;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Policy documents, put together from statements. */
public final class Policies {
    private Policies() {}

    public static String document(String... statements) {
        return document(Arrays.asList(statements));
    }

    public static String document(List<String> statements) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}";
    }

    /** A statement of an identity policy. */
    public static String allow(Collection<String> actions, Collection<String> resources) {
        return statement("Allow", actions, resources);
    }

    public static String deny(Collection<String> actions, Collection<String> resources) {
        return statement("Deny", actions, resources);
    }

    /** A statement of a key policy. */
    public static String allow(String principal, Collection<String> actions) {
        return statement("Allow", principal, actions);
    }

    public static String deny(String principal, Collection<String> actions) {
        return statement("Deny", principal, actions);
    }

    private static String statement(String effect, Collection<String> actions, Collection<String> resources) {
        return "{\"Effect\":\"" + effect + "\",\"Action\":" + texts(actions) + ",\"Resource\":" + texts(resources)
                + "}";
    }

    private static String statement(String effect, String principal, Collection<String> actions) {
        return "{\"Effect\":\"" + effect + "\",\"Principal\":{\"AWS\":\"" + principal + "\"},\"Action\":"
                + texts(actions) + ",\"Resource\":\"*\"}";
    }

    private static String texts(Collection<String> texts) {
        return texts.stream().map(text -> "\"" + text + "\"").collect(Collectors.joining(",", "[", "]"));
    }
}
