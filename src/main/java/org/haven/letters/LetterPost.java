package org.haven.letters;

import java.util.List;
import java.util.UUID;
import org.haven.platform.CaseRef;
import org.jspecify.annotations.Nullable;

/**
 * Takes a checked letter away by one or more routes. Beans are asked in order; the print queue
 * takes what no other does. It is given outside any transaction, and again if a step was cut off:
 * the same letter given twice goes once.
 */
public interface LetterPost {
  /**
   * @param recipient the journey's code of who gets it, such as {@code agency-kent-police}
   */
  boolean takes(Route route, String recipient);

  void send(Outgoing letter);

  /**
   * @param letterId names it everywhere outside; never the case
   * @param sendingId the same when it has to be tried again, another once it was drafted anew
   * @param label name and address for the envelope, neutral otherwise
   * @param sender neutral
   * @param notifyAt her e-mail address, if she is told by a notice
   */
  record Outgoing(
      CaseRef caseRef,
      String letterId,
      UUID sendingId,
      String recipient,
      Route route,
      String sender,
      List<String> label,
      @Nullable String notifyAt,
      byte[] pdf) {
    @Override
    public String toString() {
      return "Outgoing[" + letterId + " ***]";
    }
  }
}
