package org.haven.platform;

/**
 * A journey of the procedure as the pages show it. Each journey package gives one bean; they are
 * collected as a list, so that a new journey edits no shared code.
 */
public interface Journey {
  /** The process id, also its folder and file name, such as {@code assess-risk}. */
  String processId();

  /** The message that starts it from the case page, such as {@code assess-risk-requested}. */
  String startMessage();

  /** What officers call it. */
  String title();
}
