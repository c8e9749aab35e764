/**
 * Meetings at which cases are talked about: what is on the agenda, what is typed meanwhile, what is
 * agreed. Journeys put their cases on a list and say, as {@link org.haven.meetings.MeetingKind},
 * what is theirs; none of them is named here. Source: procedure, J3, J4, J15.
 */
@NullMarked
package org.haven.meetings;

import org.jspecify.annotations.NullMarked;
