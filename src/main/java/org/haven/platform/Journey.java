package org.haven.platform;

import java.util.Optional;

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

  /**
   * Where it begins if it needs to be told something first: the address of that page, {@code {ref}}
   * standing for the case. Empty if the case page starts it, or if it never begins from a case.
   */
  default Optional<String> startPage() {
    return Optional.empty();
  }
}
