package org.haven.platform;

import java.util.Optional;

/**
 * Who is signed in and asks for the page at hand, with the rights they have now. A controller may
 * as well take an {@link ActingPerson} as an argument.
 */
public interface CurrentPerson {
  /** Empty on a page that needs no signing in, and outside a request. */
  Optional<ActingPerson> find();

  /**
   * @throws IllegalStateException if nobody is signed in: the security chain lets no such request
   *     reach a page
   */
  default ActingPerson get() {
    return find().orElseThrow(() -> new IllegalStateException("Nobody is signed in"));
  }
}
