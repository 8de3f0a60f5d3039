package io.claviger.operation;

import io.claviger.common.AwsApi;
import io.smallrye.mutiny.Uni;
import java.util.List;

/**
 * One operation of the API. The pipeline calls the methods in this order and does everything between them; an
 * implementation is stateless and safe for any number of calls at once.
 *
 * @param <I> the request, a record whose components are the members of the API model and carry its constraints
 * @param <O> the response, likewise; {@link Empty} where the answer has no body
 */
public interface Operation<I extends Record, O extends Record> {

    /** The operation's name on the wire, as in {@code TrentService.Encrypt}. */
    default String name() {
        return getClass().getSimpleName();
    }

    /** The API that it belongs to; our own operations count as KMS's. */
    default AwsApi api() {
        return AwsApi.KMS;
    }

    Class<I> inputType();

    /** Whether the audit record says {@code readOnly}; every cryptographic operation does. */
    boolean isReadOnly();

    /**
     * Checks across members that need no key, after the model's constraints and before anything is looked up. Throws a
     * {@link io.claviger.common.KmsException}.
     */
    default void check(I input) {}

    /** Which keys, aliases or lists the request names, in the order in which the targets are wanted. Pure. */
    List<Locator> locate(I input);

    /** All of them are required. Pure. */
    List<Permission> permissions(Call<I> call);

    /** Conditions on the state and usage of the targets, checked after authorization. */
    default List<Guard> guards() {
        return List.of();
    }

    /**
     * Does the work: computes the answer and the changes, and writes nothing. A dry run executes too, and its outcome
     * is thrown away, so that it answers the error that the real call would.
     */
    Uni<Outcome<O>> execute(Call<I> call);
}
