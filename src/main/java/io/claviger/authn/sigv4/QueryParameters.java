package io.claviger.authn.sigv4;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query string with every parameter brought into the one encoding that is signed: RFC 3986, unreserved characters
 * bare, all others as upper-case {@code %XX}, a plus sign read as the space that a form decoder makes of it.
 *
 * @param isWellFormed no broken escape, no character beyond a byte, at most {@value #MOST_PARAMETERS} parameters; a
 *     signature over anything else cannot match
 */
record QueryParameters(List<Parameter> parameters, boolean isWellFormed) {
    static final int MOST_PARAMETERS = 1000;
    static final String ALGORITHM = "X-Amz-Algorithm";
    static final String SIGNATURE = "X-Amz-Signature";
    private static final QueryParameters NONE = new QueryParameters(List.of(), true);

    /** A name and a value, both in the signed encoding. */
    record Parameter(String name, String value) {
        static final Comparator<Parameter> ORDER =
                Comparator.comparing(Parameter::name).thenComparing(Parameter::value);

        /** Never the value: it may be a signature or a token. */
        @Override
        public String toString() {
            return name;
        }
    }

    static QueryParameters parse(String query) {
        if (query.isEmpty()) {
            return NONE;
        }
        List<Parameter> parameters = new ArrayList<>();
        boolean isWellFormed = true;
        for (int from = 0; from < query.length(); ) {
            int ampersand = query.indexOf('&', from);
            int to = ampersand < 0 ? query.length() : ampersand;
            if (parameters.size() == MOST_PARAMETERS) {
                return new QueryParameters(parameters, false);
            }
            if (from < to) {
                int equals = query.indexOf('=', from);
                int nameEnd = equals < 0 || equals > to ? to : equals;
                UriEncoding name = UriEncoding.again(query, from, nameEnd);
                UriEncoding value = UriEncoding.again(query, Math.min(nameEnd + 1, to), to);
                isWellFormed &= name.isWellFormed() && value.isWellFormed();
                parameters.add(new Parameter(name.text(), value.text()));
            }
            from = to + 1;
        }
        return new QueryParameters(parameters, isWellFormed);
    }

    /** Whether the signature, or its algorithm, stands in the query. */
    boolean isPresigned() {
        return contains(ALGORITHM) || contains(SIGNATURE);
    }

    boolean contains(String name) {
        return first(name) != null;
    }

    /** The decoded value, one character per byte, or null if there is none or an empty one. */
    @Nullable
    String value(String name) {
        Parameter parameter = first(name);
        return parameter == null || parameter.value().isEmpty() ? null : UriEncoding.decode(parameter.value());
    }

    boolean isRepeated(String name) {
        int count = 0;
        for (Parameter parameter : parameters) {
            if (parameter.name().equals(name)) {
                count++;
            }
        }
        return count > 1;
    }

    /** Appends the canonical query: sorted, and without the signature itself. */
    void appendTo(CanonicalBytes bytes) {
        List<Parameter> sorted = parameters;
        if (parameters.size() > 1) {
            sorted = new ArrayList<>(parameters);
            Collections.sort(sorted, Parameter.ORDER);
        }
        boolean isFirst = true;
        for (Parameter parameter : sorted) {
            if (!parameter.name().equals(SIGNATURE)) {
                if (!isFirst) {
                    bytes.add('&');
                }
                bytes.add(parameter.name()).add('=').add(parameter.value());
                isFirst = false;
            }
        }
    }

    private @Nullable Parameter first(String name) {
        for (Parameter parameter : parameters) {
            if (parameter.name().equals(name)) {
                return parameter;
            }
        }
        return null;
    }
}
