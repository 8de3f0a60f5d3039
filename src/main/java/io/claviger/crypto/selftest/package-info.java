/** Known-answer tests of the algorithms, run at every start before anything relies on them. */
@NullMarked
package io.claviger.crypto.selftest;

import org.jspecify.annotations.NullMarked;
