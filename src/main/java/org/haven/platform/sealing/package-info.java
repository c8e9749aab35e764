/**
 * Sealing: personal data is encrypted field by field, with a data key for each case that a
 * key-encryption key wraps. Destroying a case's key erases what it sealed.
 */
@NullMarked
@NamedInterface("sealing")
package org.haven.platform.sealing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
