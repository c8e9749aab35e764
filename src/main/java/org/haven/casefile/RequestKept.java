package org.haven.casefile;

import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;

/**
 * Published when a journey was asked for while the same one runs: its owner is to be told.
 *
 * @param journeyId the journey that runs and keeps the request
 */
public record RequestKept(CaseRef caseRef, JourneyId journeyId, String processId) {}
