package org.haven.casefile;

import java.time.LocalDate;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;

/** A meeting about a case went on record. Said in the transaction that records it. */
public record MeetingRecorded(
    CaseRef caseRef, JourneyId journeyId, String meetingId, String formId, LocalDate meetingOn) {}
