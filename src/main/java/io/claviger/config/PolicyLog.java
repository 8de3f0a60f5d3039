package io.claviger.config;

import io.claviger.authz.PolicyWarnings;
import io.claviger.common.Arn;
import io.claviger.policy.LintWarning;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** One line for each key policy with warnings: kinds and places, nothing that the policy says. */
final class PolicyLog implements PolicyWarnings {
    private static final Logger LOG = Logger.getLogger(PolicyWarnings.class);

    @Override
    public void accepted(Arn key, List<LintWarning> warnings) {
        LOG.warnf(
                "the key policy of %s is accepted, and probably does not say what is meant: %s",
                key,
                warnings.stream()
                        .map(warning -> warning.kind() + " at " + warning.pointer())
                        .collect(Collectors.joining(", ")));
    }
}
