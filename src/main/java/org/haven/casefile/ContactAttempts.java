package org.haven.casefile;

import java.time.Instant;
import java.util.List;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;

/**
 * Times at which somebody tried to reach her, as one area of Haven knows them. Each gives a bean;
 * the case page shows all of them in one list.
 */
public interface ContactAttempts {
  /**
   * The newest first. Asked only for somebody who may open the case; nothing that is sealed is
   * among it.
   */
  List<Attempt> of(CaseRef caseRef);

  /**
   * @param way such as {@code call}, {@code first-conversation}
   * @param outcome what came of it, such as {@code not-reached}
   */
  record Attempt(Instant at, String by, Code way, Code outcome) {}
}
