package org.haven.meetings;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;

/** What a journey says of its meetings. Each gives a bean; they are collected as a list. */
public interface MeetingKind {
  /** Its code; the words are {@code meetings.kind.<code>}. */
  String code();

  /** Forms in which a case's part of such a meeting goes on record. */
  Set<String> forms();

  /** The limit of what is to be ready before, a key of taskSla; counted from the meeting. */
  default Optional<String> papersClock() {
    return Optional.empty();
  }

  /** May this person set its day and the order of its agenda? They also need a case on it. */
  boolean mayArrange(ActingPerson who);

  /** What there is to read before; asked only for somebody who may open the case. */
  List<Paper> papers(ActingPerson who, CaseRef caseRef, JourneyId journeyId);

  /**
   * A document that there is.
   *
   * @param textKey the message that names its kind; never what it says
   * @param address a page of Haven
   */
  record Paper(String textKey, String address) {}
}
