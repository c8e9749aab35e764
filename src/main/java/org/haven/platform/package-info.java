/**
 * What every package may use: references, teams, rights, clock, calendar, sealing, outbox, audit.
 */
@NullMarked
package org.haven.platform;

import org.jspecify.annotations.NullMarked;
