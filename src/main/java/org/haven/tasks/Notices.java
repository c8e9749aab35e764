package org.haven.tasks;

import java.util.Collection;
import java.util.List;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** What staff are told inside Haven. Nobody on a case's conflict list is told anything of it. */
@Service
public class Notices {
  /**
   * Tells each of these people once: the same kind about the same task again changes nothing.
   *
   * @param usernames those on the case's conflict list are left out
   */
  public void tell(
      Collection<String> usernames, NoticeKind kind, CaseRef caseRef, @Nullable Long taskId) {
    throw new UnsupportedOperationException("soon");
  }

  /** Newest first; none of a case that has been closed to the person since. */
  public List<NoticeView> unread(ActingPerson who) {
    throw new UnsupportedOperationException("soon");
  }

  /** Only the person's own notice; another's, or none, changes nothing. */
  public void markRead(ActingPerson who, long noticeId) {
    throw new UnsupportedOperationException("soon");
  }
}
