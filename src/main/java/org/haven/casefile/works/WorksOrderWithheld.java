package org.haven.casefile.works;

import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;

/** Published when no contractor may be sent: an officer has to see to the job another way. */
public record WorksOrderWithheld(CaseRef caseRef, JourneyId journeyId) {}
