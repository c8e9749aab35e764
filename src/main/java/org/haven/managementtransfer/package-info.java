/**
 * Moves a social tenant who is not safe at home: top band, our own search, an offer that is safe,
 * the tenancy that the law asks for, and an address that only the vault knows.
 */
@NullMarked
package org.haven.managementtransfer;

import org.jspecify.annotations.NullMarked;
