package org.haven.casefile;

import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;

/** Which journey of which case a process instance is. */
public record JourneyRef(long id, JourneyId journeyId, String processId, CaseRef caseRef) {}
