package org.haven.supportplan;

import java.util.Optional;
import org.haven.casefile.ProcessSubjects;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.springframework.stereotype.Service;

/** Which offer of a support plan an instance of support-offer is about. */
@Service
public class SupportOffers {
  private static final Code OFFER = new Code("support-offer");

  private final ProcessSubjects subjects;

  SupportOffers(ProcessSubjects subjects) {
    this.subjects = subjects;
  }

  /** Again changes nothing. */
  public void note(long processInstanceKey, Code offer, CaseRef caseRef) {
    subjects.note(processInstanceKey, OFFER, offer.value(), caseRef);
  }

  /** Such as {@code housing-benefit}; empty for an instance of any other process. */
  public Optional<Code> of(long processInstanceKey) {
    return subjects.of(processInstanceKey, OFFER).map(Code::new);
  }
}
