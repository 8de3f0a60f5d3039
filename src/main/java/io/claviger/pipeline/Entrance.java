package io.claviger.pipeline;

import io.claviger.authn.Authenticator;
import java.util.List;

/**
 * What differs between the APIs before a call is an operation's.
 *
 * @param authenticators the ways of proving who calls that it takes
 * @param decoder of the encoding that its requests come in
 */
public record Entrance(List<Authenticator> authenticators, RequestDecoder decoder) {
    public Entrance {
        authenticators = List.copyOf(authenticators);
    }
}
