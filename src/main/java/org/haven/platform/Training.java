package org.haven.platform;

import java.time.Clock;

/**
 * A Haven in which nothing is real, and whose clock is moved. There is such a bean in the profile
 * {@code training} alone: whoever finds none works for real people.
 */
public interface Training {
  /** The profile's name. */
  String PROFILE = "training";

  /** What stands on whatever leaves such a Haven: pages, papers, e-mails, calendar files. */
  String MARK = "Training";

  /**
   * The machine's own clock, for what goes on while Haven's jumps: how long somebody has sat here.
   */
  Clock machine();

  /**
   * A paper's page (XHTML), with the mark above each sheet of it.
   *
   * @param page with a {@code head} and the embedded font {@code Letter}
   */
  static String onEachSheet(String page) {
    return page.replaceFirst(
        "</head>",
        """
        <style>
          @page { @top-center { content: "Training – nothing here is real"; font-family: Letter;
            font-size: 11pt; color: #0b0c0c; border-bottom: 2pt dashed #0b0c0c; } }
        </style></head>\
        """);
  }
}
