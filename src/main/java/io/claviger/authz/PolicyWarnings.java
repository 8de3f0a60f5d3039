package io.claviger.authz;

import io.claviger.common.Arn;
import io.claviger.policy.LintWarning;
import java.util.List;

/** Is told what the linter says of key policies that are accepted all the same. */
public interface PolicyWarnings {
    /** Not called without a warning; those that only inform are left out. */
    void accepted(Arn key, List<LintWarning> warnings);
}
