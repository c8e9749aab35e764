package org.haven.tasks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.haven.casefile.By;
import org.haven.casefile.SafeContacts;
import org.haven.forms.FormProblem;
import org.haven.forms.Forms;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Known;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Asking how she can be reached safely, in a task or from the case page. What was on record is
 * shown, but whether it is still safe is asked anew each time. Number and code word are not shown:
 * left open, those on record stay while the way stays the same.
 */
@Service
public class SafeContactChecks {
  public static final String FORM = "check-safe-contact";

  private final SafeContacts contacts;
  private final Forms forms;
  private final Audit audit;

  SafeContactChecks(SafeContacts contacts, Forms forms, Audit audit) {
    this.contacts = contacts;
    this.forms = forms;
    this.audit = audit;
  }

  /**
   * @throws org.haven.casefile.NoSuchCaseException if the person may not open the case
   */
  public Map<String, Object> prefill(ActingPerson who, CaseRef caseRef) {
    var onRecord = contacts.latest(who, caseRef);
    var known = new LinkedHashMap<String, Object>();
    for (String field :
        List.of(
            "method",
            "days",
            "times",
            "voicemail",
            "preview",
            "portal",
            "watched",
            "unsafeToTell")) {
      if (!onRecord.refused().contains(field)) {
        onRecord.value(field).ifPresent(value -> known.put(field, value));
      }
    }
    return forms.form(FORM).asAnswers(known);
  }

  /** Keeps what she said; the form has been checked. */
  void save(ActingPerson who, CaseRef caseRef, Submission submission) {
    boolean allowed = Known.of(submission.routing().get("contactAllowed")) == Known.YES;
    contacts.record(caseRef, allowed, submission.sealed(), By.of(who));
  }

  /**
   * Checks and keeps what was asked outside a task.
   *
   * @param posted by field key, as the form sends it
   * @return what is wrong; empty if it is kept
   * @throws org.haven.casefile.NoSuchCaseException if the person may not open the case
   */
  @Transactional
  public List<FormProblem> record(ActingPerson who, CaseRef caseRef, Map<String, ?> posted) {
    var check = forms.form(FORM).check(posted, prefill(who, caseRef));
    if (check.passed()) {
      save(who, caseRef, check.submission());
      audit.record(who, "check-safe-contact", caseRef, Map.of());
    }
    return check.problems();
  }
}
