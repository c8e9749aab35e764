package org.haven.casefile.referrals;

import java.util.UUID;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.jspecify.annotations.Nullable;

/**
 * Published in the transaction that sends a referral: whoever speaks to agencies carries it there.
 *
 * @param contentId the form's record that holds what the agency is to read
 */
public record ReferralSent(
    String referralId,
    CaseRef caseRef,
    JourneyId journeyId,
    Code agency,
    Code purpose,
    @Nullable UUID contentId) {}
