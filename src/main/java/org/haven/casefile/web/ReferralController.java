package org.haven.casefile.web;

import java.util.UUID;
import org.haven.casefile.NoSuchCaseException;
import org.haven.casefile.referrals.Referrals;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;

/** An officer has dealt with what came from an agency. */
@Controller
class ReferralController {
  private final Referrals referrals;

  ReferralController(Referrals referrals) {
    this.referrals = referrals;
  }

  @PostMapping("/cases/{ref}/kept-answers/{id}/seen")
  String seen(ActingPerson who, @PathVariable String ref, @PathVariable UUID id) {
    if (!CaseRef.isCaseRef(ref)) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    try {
      referrals.seen(who, new CaseRef(ref), id);
    } catch (NoSuchCaseException e) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    return "redirect:/cases/" + ref + "#referrals-title";
  }
}
