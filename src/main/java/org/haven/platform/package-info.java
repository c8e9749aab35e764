/**
 * What every package may use: references, teams, rights, clock, calendar, sealing, outbox, audit.
 */
@ApplicationModule(type = ApplicationModule.Type.OPEN)
@NullMarked
package org.haven.platform;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
