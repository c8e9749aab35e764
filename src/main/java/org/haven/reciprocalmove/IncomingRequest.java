package org.haven.reciprocalmove;

import java.util.UUID;
import org.haven.platform.Code;

/**
 * What another area asks of us.
 *
 * @param token of the page it came from: the same page sent twice is one request
 * @param area that asks, such as {@code medway}
 * @param theirReference as they wrote it; sealed
 * @param name of the person who needs a home; sealed
 * @param words what they tell us; sealed
 */
public record IncomingRequest(
    UUID token, Scheme scheme, Code area, String theirReference, String name, String words) {
  @Override
  public String toString() {
    return "IncomingRequest[***]";
  }
}
