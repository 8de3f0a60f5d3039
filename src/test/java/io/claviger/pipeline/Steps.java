package io.claviger.pipeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a call went through, and where a test lets it stumble. */
final class Steps {
    final List<String> reached = new ArrayList<>();
    final List<ProbeOperation.Response> outputs = new ArrayList<>();
    private final Map<String, Deque<Throwable>> failures = new HashMap<>();
    private final Map<String, Runnable> actions = new HashMap<>();

    /** The next times that the step is reached it fails so, one after the other. */
    void fail(String step, Throwable... each) {
        failures.computeIfAbsent(step, absent -> new ArrayDeque<>()).addAll(List.of(each));
    }

    /** Does this the next time that the step is reached. */
    void before(String step, Runnable action) {
        actions.put(step, action);
    }

    void reach(String step) {
        reached.add(step);
        Runnable action = actions.remove(step);
        if (action != null) {
            action.run();
        }
        Deque<Throwable> waiting = failures.getOrDefault(step, new ArrayDeque<>());
        if (!waiting.isEmpty()) {
            Steps.<RuntimeException>sneak(waiting.removeFirst());
        }
    }

    @SuppressWarnings("unchecked") // so that errors and checked exceptions can be thrown as libraries do
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }
}
