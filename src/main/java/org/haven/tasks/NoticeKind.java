package org.haven.tasks;

/** Why somebody is told. The words are the page's; none of them suggests abuse. */
public enum NoticeKind {
  /** A task opened that is to be done at once. */
  AT_ONCE,
  /** Time runs out for a task. */
  WARNING,
  /** A task is late. */
  BREACH,
  /** A request came while the same journey ran; it is kept on that journey. */
  REQUEST_KEPT,
  /** A case was handed over. */
  REASSIGNED,
  /** An answer or a mail came from an agency: somebody is to read it. */
  ANSWER_KEPT,
  /** What came from an agency fits no referral of ours. */
  ANSWER_UNPLACED,
  /** Somebody sent us an answer with a signature that is not an agency's. */
  UNSIGNED_ANSWER,
  /** No contractor may be sent to a home of this case. */
  WORKS_WITHHELD,
  /** The rules of the procedure change from a day on. */
  RULES_CHANGED,
  /**
   * The housing system has an order that nobody wants any more; the page of works orders says
   * which.
   */
  WORKS_RECALLED,
  /** A contractor told us that work at a home could not be done. */
  WORKS_NOT_DONE,
  /** The register has no tenancy of the reference that was given in this case. */
  HOME_NOT_FOUND,
  /** Somebody looks at a case that is not their team's: the look is to be reviewed. */
  BREAK_GLASS,
  /** The review of such a look is late. */
  BREAK_GLASS_LATE,
  /** A colleague gave somebody a task. */
  ASSIGNED,
  /** A colleague named somebody in a note at a task. */
  MENTIONED,
  /** A colleague gave a task back to somebody or to the team, with a reason. */
  SENT_BACK,
  /** A colleague asks somebody a question at a task. */
  ASKED,
  /** A colleague has answered a question at a task. */
  ANSWERED,
  /** Somebody is away, and whoever covers for them cannot take this task. */
  NOT_COVERED,
  /** A rule that a supervisor wrote has fired; the page of alerts says which. */
  ALERT,
  /** The same, of one that is told in quiet hours too. */
  ALERT_URGENT,
  /** What such a rule had told of is over. */
  ALERT_OVER,
  OTHER;

  /** Told at any hour: somebody may be in danger, or looks where they may have no business. */
  public boolean isUrgent() {
    return this == AT_ONCE || this == BREAK_GLASS || this == ALERT_URGENT;
  }
}
