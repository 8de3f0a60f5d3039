/** What the service does by itself, beside answering calls. Every node runs every job; a job is safe to run twice. */
@NullMarked
package io.claviger.jobs;

import org.jspecify.annotations.NullMarked;
