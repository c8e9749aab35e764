package org.haven.meetings;

import java.time.Instant;

/**
 * The meeting that a case is to be talked about at.
 *
 * @param kind code of a {@link MeetingKind}
 * @param at its beginning; of a whole day the day's, in London
 * @param alone true if the meeting is about this one case
 * @param guarded true if what is said there opens with a typed reason alone
 */
public record Listing(String kind, Instant at, boolean wholeDay, boolean alone, boolean guarded) {}
