package org.haven.repairsconcern;

import java.util.UUID;
import org.haven.platform.Known;

/**
 * A Maintenance Concern Card.
 *
 * @param token of the page that sends it: the same page again is the same card
 * @param reference on the job sheet: a works order of ours, or the tenancy's reference
 * @param dangerSign somebody seemed to be in danger now
 * @param insecure the home cannot be locked
 * @param seen what was seen, in the words of who saw it
 * @param seenBy who saw it, if that is somebody else than the person who sends the card
 */
public record ConcernCard(
    UUID token, String reference, Known dangerSign, Known insecure, String seen, String seenBy) {
  @Override
  public String toString() {
    return "ConcernCard[***]";
  }
}
