package io.claviger.http.query;

import io.claviger.pipeline.Invocation;
import java.util.Arrays;
import java.util.Optional;

/** The APIs that speak the query protocol, by the version that a request names. */
enum QueryApi {
    STS(Invocation.Api.STS, "2011-06-15", "https://sts.amazonaws.com/doc/2011-06-15/"),
    IAM(Invocation.Api.IAM, "2010-05-08", "https://iam.amazonaws.com/doc/2010-05-08/");

    private final Invocation.Api api;
    private final String version;
    private final String namespace;

    QueryApi(Invocation.Api api, String version, String namespace) {
        this.api = api;
        this.version = version;
        this.namespace = namespace;
    }

    static Optional<QueryApi> ofVersion(String version) {
        return Arrays.stream(values())
                .filter(candidate -> candidate.version.equals(version))
                .findFirst();
    }

    Invocation.Api api() {
        return api;
    }

    String version() {
        return version;
    }

    /** Of the XML of its answers. */
    String namespace() {
        return namespace;
    }
}
