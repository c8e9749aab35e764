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
  OTHER
}
