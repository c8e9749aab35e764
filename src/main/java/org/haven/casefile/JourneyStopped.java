package org.haven.casefile;

import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;

/**
 * Published in the transaction in which somebody stops a journey, and again when it has ended so:
 * what it still has under way is taken back. A journey that another one called is part of that one.
 */
public record JourneyStopped(CaseRef caseRef, JourneyId journeyId) {}
