/**
 * Commands of the program that run on their own, without Quarkus and without a database: for an auditor's machine.
 */
@NullMarked
package io.claviger.command;

import org.jspecify.annotations.NullMarked;
