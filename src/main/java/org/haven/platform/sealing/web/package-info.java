/** The administrator's page about keys: ids and counts, never a key. */
@NullMarked
package org.haven.platform.sealing.web;

import org.jspecify.annotations.NullMarked;
