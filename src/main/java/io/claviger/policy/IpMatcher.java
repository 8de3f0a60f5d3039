package io.claviger.policy;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A range of addresses in CIDR notation; a bare address is a range of one. IPv4 and IPv6 never match each other. */
final class IpMatcher implements ValueMatcher {
    private final byte[] network;
    private final int prefixBits;

    private IpMatcher(byte[] network, int prefixBits) {
        this.network = network;
        this.prefixBits = prefixBits;
    }

    /** Reads a range; null for anything else. Bits behind the prefix do not count, as 203.0.113.7/24 is common. */
    static @Nullable ValueMatcher of(String text) {
        int slash = text.indexOf('/');
        byte[] network = IpAddressText.parse(slash < 0 ? text : text.substring(0, slash));
        if (network == null) {
            return null;
        }
        int prefixBits = slash < 0 ? network.length * 8 : prefix(text.substring(slash + 1));
        return prefixBits < 0 || prefixBits > network.length * 8 ? null : new IpMatcher(network, prefixBits);
    }

    private static int prefix(String text) {
        boolean isNumber = !text.isEmpty() && text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? Integer.parseInt(text) : -1;
    }

    @Override
    public Match match(String value, Context context) {
        byte[] address = IpAddressText.parse(value);
        return Match.of(address != null && contains(address));
    }

    private boolean contains(byte[] address) {
        int whole = prefixBits / 8;
        if (address.length != network.length || !Arrays.equals(address, 0, whole, network, 0, whole)) {
            return false;
        }
        int rest = prefixBits % 8;
        int mask = 0xff << (8 - rest) & 0xff;
        return rest == 0 || (address[whole] & mask) == (network[whole] & mask);
    }
}
