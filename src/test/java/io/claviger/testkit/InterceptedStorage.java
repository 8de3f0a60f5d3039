package io.claviger.testkit;

import io.claviger.storage.KeyringStorage;
import io.claviger.storage.Storage;
import io.claviger.storage.StorageUnavailableException;
import io.smallrye.mutiny.Uni;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Stands before both ports and shows every call to a test, which may delay it, fail it, or lose its answer. */
public final class InterceptedStorage {
    /** Both ports at once, as {@link FakeStorage} has them. */
    public interface Both extends Storage, KeyringStorage {}

    /** What becomes of a call. */
    public interface Around {
        /**
         * Answers in place of the real storage.
         *
         * @param method the name of the port's method
         * @param call begins the real call
         */
        Uni<?> answer(String method, Supplier<Uni<?>> call);
    }

    /** How a call fails with an outcome that its caller cannot know. */
    public enum Loss {
        /** Nothing was done. */
        REQUEST,
        /** Everything was done. */
        ANSWER
    }

    private InterceptedStorage() {}

    public static Both around(Object target, Around around) {
        return (Both) Proxy.newProxyInstance(
                Both.class.getClassLoader(),
                new Class<?>[] {Both.class},
                (proxy, method, arguments) -> around.answer(method.getName(), () -> {
                    try {
                        return (Uni<?>) method.invoke(target, arguments);
                    } catch (IllegalAccessException | InvocationTargetException e) {
                        throw new IllegalStateException(e);
                    }
                }));
    }

    /** The call, or its loss. */
    public static Uni<?> lose(Loss loss, Supplier<Uni<?>> call) {
        return switch (loss) {
            case REQUEST -> Uni.createFrom().failure(InterceptedStorage::unavailable);
            case ANSWER ->
                call.get()
                        .onItemOrFailure()
                        .transformToUni((item, failure) -> Uni.createFrom().failure(unavailable()));
        };
    }

    /** Loses the call of that number, counted from 1, and no other. */
    public static final class LosingOne implements Around {
        private final int number;
        private final Loss loss;
        private final List<String> calls = new ArrayList<>();

        public LosingOne(int number, Loss loss) {
            this.number = number;
            this.loss = loss;
        }

        @Override
        public synchronized Uni<?> answer(String method, Supplier<Uni<?>> call) {
            calls.add(method);
            return calls.size() == number ? lose(loss, call) : call.get();
        }

        /** The names of the methods called so far. */
        public synchronized List<String> calls() {
            return List.copyOf(calls);
        }
    }

    private static StorageUnavailableException unavailable() {
        return new StorageUnavailableException("lost on the way", new IllegalStateException());
    }
}
