/** The doors: HTTP in, the pipeline behind. A door finds the operation's name and encodes the answer; nothing else. */
@NullMarked
package io.claviger.http;

import org.jspecify.annotations.NullMarked;
