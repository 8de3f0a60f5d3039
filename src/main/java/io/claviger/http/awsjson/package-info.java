/** The AWS wire: {@code POST /}, awsJson 1.1 (wire-protocol.md, section 1). */
@NullMarked
package io.claviger.http.awsjson;

import org.jspecify.annotations.NullMarked;
