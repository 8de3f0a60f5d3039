/**
 * The query protocol of STS and IAM (wire-protocol.md, section 7): requests are forms, answers XML. Which members there
 * are is what the records of the operations say, as with JSON. Nothing here knows an operation.
 */
@NullMarked
package io.claviger.http.query;

import org.jspecify.annotations.NullMarked;
