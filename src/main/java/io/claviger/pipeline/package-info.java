/**
 * What every call goes through, in one order that a reviewer can read: {@link io.claviger.pipeline.Dispatcher#handle}.
 * Operations declare; the pipeline enforces.
 */
@NullMarked
package io.claviger.pipeline;

import org.jspecify.annotations.NullMarked;
