/** Access keys made ready for those who verify signatures. */
@NullMarked
package io.claviger.iam.credentials;

import org.jspecify.annotations.NullMarked;
