/**
 * Temporary credentials. All that they say is sealed in their session token, so that every node can open it and none has
 * to remember it. Whom they stand for is looked up at each call: credentials of a role or user that is gone are nobody's.
 */
@NullMarked
package io.claviger.sts;

import org.jspecify.annotations.NullMarked;
