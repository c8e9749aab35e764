package org.haven.evidence;

import java.util.List;
import java.util.UUID;

/**
 * What an officer puts into a bundle.
 *
 * @param recipient court, police, solicitor, panel or other
 * @param records ids of forms on record
 * @param notes ids of notes, calls and statements
 * @param redact words to remove wherever they stand
 */
public record BundleChoice(
    String recipient,
    boolean chronology,
    boolean decisions,
    List<UUID> records,
    List<UUID> notes,
    List<Exhibit> exhibits,
    List<String> redact) {

  /** Those whom a bundle can be for. */
  public static final List<String> RECIPIENTS =
      List.of("court", "police", "solicitor", "panel", "other");

  public BundleChoice {
    records = List.copyOf(records);
    notes = List.copyOf(notes);
    exhibits = List.copyOf(exhibits);
    redact = List.copyOf(redact);
  }

  /**
   * A file whose pages are shown.
   *
   * @param leaveOut pages that are not, from 1
   * @param covers parts of pages that are painted over
   */
  public record Exhibit(String documentId, List<Integer> leaveOut, List<Cover> covers) {
    public Exhibit {
      leaveOut = List.copyOf(leaveOut);
      covers = List.copyOf(covers);
    }
  }

  /** Part of a page in percent of its width and height, from the top left. */
  public record Cover(int page, double left, double top, double width, double height) {}

  boolean isEmpty() {
    return !chronology && !decisions && records.isEmpty() && notes.isEmpty() && exhibits.isEmpty();
  }

  @Override
  public String toString() {
    return "BundleChoice[***]";
  }
}
