/**
 * The root key in a text file that only this service may read.
 * The file is refused, with the reason, as soon as anything about it is doubtful.
 * Every change of it is atomic and on disk before it counts.
 */
@NullMarked
package io.claviger.rootkey.file;

import org.jspecify.annotations.NullMarked;
