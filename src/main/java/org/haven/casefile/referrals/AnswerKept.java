package org.haven.casefile.referrals;

import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.jspecify.annotations.Nullable;

/**
 * Published when something came from an agency that an officer must look at: an answer without
 * effect, or a mail.
 *
 * @param caseRef absent if it fits no referral of ours
 */
public record AnswerKept(@Nullable CaseRef caseRef, @Nullable JourneyId journeyId) {}
