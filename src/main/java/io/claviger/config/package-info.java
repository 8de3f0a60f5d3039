/**
 * Configuration, wiring and the sources of what the inner rings may not have of their own: time and randomness.
 * The only package that chooses implementations.
 * Start-up fails here when something is unsafe or missing.
 */
@NullMarked
package io.claviger.config;

import org.jspecify.annotations.NullMarked;
