/**
 * What a KMS key is: its spec, usage, state, material, aliases, tags, and what may happen to it. Plain Java values
 * without input or output; the facts about key specs and states are rows in tables here and nowhere else.
 */
@NullMarked
package io.claviger.key;

import org.jspecify.annotations.NullMarked;
