package io.claviger.authn.jwt;

import io.claviger.authn.token.KeySet;
import io.claviger.authn.token.TokenRefusedException;
import io.claviger.authn.token.TokenRefusedException.Reason;
import io.claviger.keystore.Workers;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one issuer, as they are now.
 *
 * <p>Fresh keys are used as they are; in the last fifth of their time they are fetched anew beside the calls. Past it a
 * call waits for new ones. If those cannot be had, the old ones serve for the grace period; after that every call is
 * refused until a fetch succeeds. There is never more than one fetch at a time, and never two within the least interval,
 * so calls during an outage are answered at once and not after a timeout each.
 */
final class IssuerKeys {
    private static final Logger LOG = Logger.getLogger(IssuerKeys.class);
    private static final int FRESH_PARTS = 5;

    private final KeySet where;
    private final KeySource source;
    private final JwkSetReader reader;
    private final Workers workers;
    private final JwksSettings settings;
    private final AtomicReference<@Nullable CompletableFuture<Held>> running = new AtomicReference<>();

    /** Written only by the one fetch that runs. */
    private volatile State state = new State(null, null, false);

    /** Keys, since when, and for how long. */
    private record Held(VerificationKeys keys, Instant since, Duration freshFor) {
        boolean isFresh(Instant now) {
            return now.isBefore(since.plus(freshFor));
        }

        boolean isEndingSoon(Instant now) {
            return !now.isBefore(since.plus(freshFor).minus(freshFor.dividedBy(FRESH_PARTS)));
        }

        boolean isUsable(Instant now, Duration grace) {
            return now.isBefore(since.plus(freshFor).plus(grace));
        }
    }

    private record State(@Nullable Held held, @Nullable Instant lastAttempt, boolean isDown) {}

    IssuerKeys(KeySet where, KeySource source, JwkSetReader reader, Workers workers, JwksSettings settings) {
        this.where = where;
        this.source = source;
        this.reader = reader;
        this.workers = workers;
        this.settings = settings;
    }

    /** The keys, if a call may use them without waiting. May start a fetch beside it. */
    Optional<VerificationKeys> ready(Instant now) {
        State seen = state;
        Held held = seen.held();
        if (held == null) {
            return Optional.empty();
        }
        if (held.isFresh(now)) {
            if (held.isEndingSoon(now)) {
                fetchBeside(now);
            }
            return Optional.of(held.keys());
        }
        if (seen.isDown() && held.isUsable(now, settings.graceWhenDown())) {
            fetchBeside(now);
            return Optional.of(held.keys());
        }
        return Optional.empty();
    }

    /** The keys, fetched if need be. */
    Uni<VerificationKeys> current(Instant now) {
        Optional<VerificationKeys> ready = ready(now);
        if (ready.isPresent()) {
            return Uni.createFrom().item(ready.get());
        }
        return fetch(now).onFailure(KeyFetchException.class).recoverWithUni(() -> lastResort(now));
    }

    /**
     * Keys newer than those, because a token names one that is not among them; the same ones if the last fetch was just
     * now. Fails if the issuer is down: the token may be right.
     */
    Uni<VerificationKeys> newer(VerificationKeys than, Instant now) {
        Held held = state.held();
        if (held != null && held.keys() != than && held.isFresh(now)) {
            return Uni.createFrom().item(held.keys());
        }
        return fetch(now).onFailure(KeyFetchException.class).transform(failure -> unavailable());
    }

    private Uni<VerificationKeys> lastResort(Instant now) {
        Held held = state.held();
        return held != null && held.isUsable(now, settings.graceWhenDown())
                ? Uni.createFrom().item(held.keys())
                : Uni.createFrom().failure(unavailable());
    }

    private void fetchBeside(Instant now) {
        if (mayAttempt(now)) {
            fetch(now).subscribe().with(keys -> {}, failure -> {});
        }
    }

    /** Joins the fetch that runs, or starts one. */
    private Uni<VerificationKeys> fetch(Instant now) {
        CompletableFuture<Held> mine = new CompletableFuture<>();
        CompletableFuture<Held> other = running.compareAndExchange(null, mine);
        if (other == null) {
            begin(mine, now);
        }
        // a copy, so that a caller who gives up does not cancel it for the others
        CompletableFuture<Held> shared = (other == null ? mine : other).copy();
        return Uni.createFrom().completionStage(shared).map(Held::keys);
    }

    private void begin(CompletableFuture<Held> mine, Instant now) {
        // INVARIANT: only the holder of "running" gets here, so nothing else writes the state
        if (!mayAttempt(now)) {
            State seen = state;
            running.set(null);
            if (seen.held() != null && !seen.isDown()) {
                mine.complete(seen.held());
            } else {
                mine.completeExceptionally(new KeyFetchException("the last attempt was just now"));
            }
            return;
        }
        state = new State(state.held(), now, state.isDown());
        Uni.createFrom()
                .deferred(() -> source.fetch(where))
                .flatMap(fetched -> workers.run(Workers.Pool.CRYPTO, () -> hold(fetched, now)))
                .subscribe()
                .with(held -> succeed(mine, held, now), failure -> fail(mine, failure, now));
    }

    /** The same object for the same text, so that tokens verified with it stay remembered. */
    private Held hold(KeySource.Fetched fetched, Instant now) {
        Held before = state.held();
        VerificationKeys keys =
                before != null && before.keys().isFrom(fetched.jwks()) ? before.keys() : reader.read(fetched.jwks());
        return new Held(keys, now, fetched.freshFor());
    }

    private void succeed(CompletableFuture<Held> mine, Held held, Instant now) {
        if (state.isDown()) {
            LOG.infof("the keys of %s can be had again", where);
        }
        state = new State(held, now, false);
        running.set(null);
        mine.complete(held);
    }

    private void fail(CompletableFuture<Held> mine, Throwable failure, Instant now) {
        String what = failure instanceof KeyFetchException
                ? String.valueOf(failure.getMessage())
                : failure.getClass().getSimpleName();
        if (!state.isDown()) {
            LOG.warnf("the keys of %s cannot be had: %s", where, what);
        }
        state = new State(state.held(), now, true);
        running.set(null);
        mine.completeExceptionally(new KeyFetchException(what));
    }

    private boolean mayAttempt(Instant now) {
        Instant last = state.lastAttempt();
        return last == null || Duration.between(last, now).abs().compareTo(settings.minInterval()) >= 0;
    }

    private static TokenRefusedException unavailable() {
        return new TokenRefusedException(Reason.KEYS_UNAVAILABLE, "the keys of the issuer cannot be had now");
    }
}
