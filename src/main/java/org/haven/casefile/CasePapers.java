package org.haven.casefile;

import java.time.Instant;
import java.util.List;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.jspecify.annotations.Nullable;

/**
 * Files, letters and bundles of a case, as one area of Haven knows them. Each gives a bean; the
 * case page shows all of them in one list.
 */
public interface CasePapers {
  /** The newest first. Asked only for somebody who may open the case. */
  List<Paper> of(ActingPerson who, CaseRef caseRef);

  /**
   * One of them in a line.
   *
   * @param kind what it is, in words
   * @param title what it is called
   * @param address of its page or file
   * @param more what opens there, in words for a screen reader
   * @param newTab true if it opens beside the page
   * @param status in words; absent if it has none
   * @param tone of the status, a GOV.UK tag's colour
   * @param about who made or checked it, whom it is for and such, in words
   */
  record Paper(
      Instant at,
      String kind,
      String title,
      String address,
      String more,
      boolean newTab,
      @Nullable String status,
      String tone,
      String about) {
    @Override
    public String toString() {
      return "Paper[" + kind + " ***]";
    }
  }
}
