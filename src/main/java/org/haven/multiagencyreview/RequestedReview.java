package org.haven.multiagencyreview;

import java.util.UUID;
import org.haven.platform.CaseRef;
import org.jspecify.annotations.Nullable;

/**
 * A partner's request.
 *
 * @param token of the page that takes it: the same page again is the same request
 * @param caseRef our case; absent if we have none
 * @param name of the person whom it is about, if we have no case
 * @param words what they ask
 */
public record RequestedReview(UUID token, @Nullable CaseRef caseRef, String name, String words) {
  @Override
  public String toString() {
    return "RequestedReview[***]";
  }
}
