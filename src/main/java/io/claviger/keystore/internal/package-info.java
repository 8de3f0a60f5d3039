/** The key store that keeps material wrapped in the database and uses it in this process. */
@NullMarked
package io.claviger.keystore.internal;

import org.jspecify.annotations.NullMarked;
