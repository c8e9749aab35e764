/** Alerts that supervisors write: what is measured, when it is too much, and who is told. */
@NullMarked
package org.haven.supervision.alerts;

import org.jspecify.annotations.NullMarked;
