package org.haven.reciprocalmove;

import java.util.List;
import org.haven.casefile.referrals.Referrals;
import org.haven.casefile.referrals.Referrals.NewReferral;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.springframework.stereotype.Service;

/** What goes to the schemes: a reference and a link; the form is read behind sign-in. */
@Service
public class ReciprocalReferrals {
  private static final Code PURPOSE = new Code("reciprocal");
  private static final List<Code> ANSWERS = List.of(new Code("accepted"), new Code("refused"));

  private final Referrals referrals;

  ReciprocalReferrals(Referrals referrals) {
    this.referrals = referrals;
  }

  /** Sends to one scheme; the same step again gives the same referral. */
  public Referrals.Sent send(
      CaseRef caseRef, JourneyId journeyId, String processId, Scheme scheme, long stepKey) {
    return referrals.send(
        new NewReferral(
            caseRef,
            journeyId,
            processId,
            scheme.agency(),
            PURPOSE,
            "reciprocal-response",
            ANSWERS,
            List.of("acceptedOn"),
            null,
            null),
        stepKey);
  }
}
