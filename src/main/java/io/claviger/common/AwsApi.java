package io.claviger.common;

/** The APIs of AWS that are spoken here; each has operations, a signing name and an event source of its own. */
public enum AwsApi {
    KMS("kms"),
    STS("sts"),
    IAM("iam");

    private final String signingName;

    AwsApi(String signingName) {
        this.signingName = signingName;
    }

    /** The service in the credential scope of a signature, and the prefix of its actions. */
    public String signingName() {
        return signingName;
    }

    /** As audit records name it: {@code kms.amazonaws.com}. */
    public String eventSource() {
        return signingName + ".amazonaws.com";
    }
}
