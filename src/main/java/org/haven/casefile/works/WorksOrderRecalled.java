package org.haven.casefile.works;

import org.haven.platform.CaseRef;

/** Published when work that the housing system has already is not wanted any more. */
public record WorksOrderRecalled(CaseRef caseRef) {}
