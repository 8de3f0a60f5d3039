/**
 * Services that call for others and prove it with tokens that they sign: what a token says, and what is believed of it.
 * Only from here come the facts that {@code kms:ViaService} and its like are made of.
 */
@NullMarked
package io.claviger.authn.service;

import org.jspecify.annotations.NullMarked;
