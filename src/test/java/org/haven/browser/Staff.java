package org.haven.browser;

import com.microsoft.playwright.Browser;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.testing.TestPlatform;

/**
 * The people of the council, each at a browser of their own. They sign in when they are first
 * needed, and again when the clock has moved on so far that Haven has signed them out.
 */
final class Staff implements AutoCloseable {
  private static final Duration SIGNED_IN = Duration.ofMinutes(20);

  private final Browser browser;
  private final String base;
  private final String password;
  private final Map<String, HavenPages> people = new LinkedHashMap<>();
  private final Map<String, Instant> signedIn = new LinkedHashMap<>();
  private final Set<String> checked;
  private final Set<String> hidden = new HashSet<>();

  /**
   * @param checked names of pages that need no check any more
   */
  Staff(Browser browser, String base, String password, Set<String> checked) {
    this.browser = browser;
    this.base = base;
    this.password = password;
    this.checked = checked;
  }

  /** The pages of this person, signed in. */
  HavenPages as(String username) {
    HavenPages pages =
        people.computeIfAbsent(
            username, _ -> new HavenPages(browser, base, password, checked, hidden));
    Instant now = TestPlatform.clock().instant();
    Instant last = signedIn.get(username);
    if (last == null || Duration.between(last, now).abs().compareTo(SIGNED_IN) > 0) {
      pages.signIn(username);
      signedIn.put(username, now);
    }
    return pages;
  }

  /** Moves the engine's and Haven's clocks to that time in London. */
  void moveTo(String london) {
    TestPlatform.moveTo(LocalDateTime.parse(london).atZone(WorkingCalendar.LONDON).toInstant());
  }

  /** From now on no page that anybody opens may show this text. */
  void hide(String text) {
    hidden.add(text);
  }

  /** What is not as it should be on anybody's pages. */
  List<String> findings() {
    var findings = new ArrayList<String>();
    people.forEach(
        (username, pages) ->
            pages.findings().forEach(finding -> findings.add(username + ": " + finding)));
    return findings;
  }

  /** Where everybody stands, to see why a test failed. */
  List<String> standing() {
    var lines = new ArrayList<String>();
    people.forEach((username, pages) -> lines.add(username + " sees " + pages.standing()));
    return lines;
  }

  @Override
  public void close() {
    people.values().forEach(HavenPages::close);
  }
}
