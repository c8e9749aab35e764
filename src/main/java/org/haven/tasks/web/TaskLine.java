package org.haven.tasks.web;

import java.util.List;
import org.haven.platform.web.Times;
import org.jspecify.annotations.Nullable;

/**
 * A task as a list's row shows it, in words: fifty are made for every look at a list, so nothing is
 * left for the template to work out.
 *
 * @param address of its page; its acts stand below it
 * @param named title and case, for those who hear a button without its row
 * @param marks what is to be known before it is opened
 * @param cells one for each column that the person chose
 * @param doneAt when it was answered
 * @param assignee the name of who has claimed it
 * @param mine claimed by the person who looks
 * @param chosen it was, and what was asked of it could not be done
 */
record TaskLine(
    long id,
    String address,
    String title,
    String caseRef,
    String named,
    List<Mark> marks,
    List<Cell> cells,
    String dueTone,
    Times.Due due,
    String doneAt,
    @Nullable String assignee,
    boolean mine,
    boolean open,
    boolean chosen) {
  /**
   * Words beside the title.
   *
   * @param look the classes that it is shown by
   */
  record Mark(String look, String words) {}

  /** What a column has, with the column's name for where rows stand as blocks. */
  record Cell(String label, String words) {}
}
