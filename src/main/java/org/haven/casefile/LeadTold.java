package org.haven.casefile;

import org.haven.platform.CaseRef;

/** Published when the lead team of a case is to look at its page: something was added to it. */
public record LeadTold(CaseRef caseRef) {}
