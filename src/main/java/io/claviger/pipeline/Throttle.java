package io.claviger.pipeline;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.claviger.common.AccountId;
import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Request rates per account and class of operations, on this node: token buckets that hold one second's worth. A class
 * without a rate is not limited. Calls across accounts count for the caller's.
 */
public final class Throttle {
    private record BucketId(AccountId account, RequestClass requestClass) {}

    private final Map<RequestClass, Integer> perSecond;
    private final Cache<BucketId, Bucket> buckets =
            Caffeine.newBuilder().maximumSize(100_000).build();

    public Throttle(Map<RequestClass, Integer> perSecond) {
        this.perSecond = Map.copyOf(perSecond);
    }

    /** Counts the call; fails with a ThrottlingException when the account has used up its rate. */
    void check(AccountId account, RequestClass requestClass, Instant now) {
        Integer rate = perSecond.get(requestClass);
        if (rate == null) {
            return;
        }
        Bucket bucket = buckets.get(new BucketId(account, requestClass), id -> new Bucket(rate, now));
        if (!bucket.take(rate, now)) {
            throw new KmsException(
                    ErrorCode.THROTTLING,
                    "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.");
        }
    }

    private static final class Bucket {
        private double tokens;
        private Instant filledAt;

        Bucket(int rate, Instant now) {
            this.tokens = rate;
            this.filledAt = now;
        }

        synchronized boolean take(int rate, Instant now) {
            if (now.isAfter(filledAt)) {
                double seconds = Duration.between(filledAt, now).toNanos() / 1e9;
                tokens = Math.min(rate, tokens + seconds * rate);
                filledAt = now;
            }
            if (tokens < 1) {
                return false;
            }
            tokens -= 1;
            return true;
        }
    }
}
