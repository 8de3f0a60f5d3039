/**
 * The audit record as JSON text in CloudTrail's shape (record version 1.11). What a record shows of a request is
 * worked out once per class from the annotations in {@code io.claviger.operation.wire}.
 */
@NullMarked
package io.claviger.audit.json;

import org.jspecify.annotations.NullMarked;
