/**
 * JSON by Jackson's streaming API, with what each record needs worked out once per class: the codec of requests and
 * responses, and the reader of documents. Jackson appears nowhere further in.
 */
@NullMarked
package io.claviger.http.json;

import org.jspecify.annotations.NullMarked;
