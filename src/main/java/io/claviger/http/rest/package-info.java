/** Plain REST under {@code /v1}: a table of routes onto operations, and what makes a request of path, query and body. */
@NullMarked
package io.claviger.http.rest;

import org.jspecify.annotations.NullMarked;
