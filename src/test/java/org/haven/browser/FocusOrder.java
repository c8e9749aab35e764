package org.haven.browser;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What rules of accessibility do not say of a page: that its headings go down one by one, that its
 * parts are told apart, that Tab goes through it in the order in which it is read, and that one
 * sees where it stands.
 */
final class FocusOrder {
  private static final int STOPS = 400;

  private static final String PARTS =
      """
      () => {
        const wrong = [];
        const shown = element => element.checkVisibility({ visibilityProperty: true });
        const all = selector => [...document.querySelectorAll(selector)].filter(shown);
        const levels = all('h1, h2, h3, h4, h5, h6').map(heading => Number(heading.tagName[1]));
        if (levels.filter(level => level === 1).length !== 1) wrong.push('not one h1');
        levels.forEach((level, at) => {
          if (level > (levels[at - 1] ?? 0) + 1) wrong.push(`h${level} after h${levels[at - 1] ?? 0}`);
        });
        for (const part of ['main', 'body > header', 'body > footer']) {
          if (all(part).length !== 1) wrong.push(`${all(part).length} times ${part}`);
        }
        const named = element => (element.getAttribute('aria-label')
          ?? element.getAttribute('aria-labelledby')?.split(' ')
            .map(id => document.getElementById(id)?.textContent).join(' ') ?? '').trim();
        for (const part of all('nav, section, [role=region]')) {
          if (!named(part)) wrong.push(`without a name: ${part.outerHTML.slice(0, 80)}`);
        }
        const navs = all('nav').map(named);
        if (new Set(navs).size < navs.length) wrong.push(`of one name: ${navs}`);
        return wrong;
      }
      """;

  /** One step on: where it stands, whether that comes after the stop before, and is seen. */
  private static final String STOP =
      """
      () => {
        const at = document.activeElement;
        if (!at || at === document.body) return null;
        const before = window.stopBefore;
        window.stopBefore = at;
        const again = at === window.firstStop;
        window.firstStop ??= at;
        const style = getComputedStyle(at);
        const box = at.getBoundingClientRect();
        const drawnByItsLabel = at.matches('[type=radio], [type=checkbox]');
        return {
          name: at.outerHTML.slice(0, 120),
          again,
          follows: !before
            || (before.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING) > 0,
          seen: drawnByItsLabel || (box.width > 0 && box.height > 0
            && (style.outlineStyle !== 'none' || style.boxShadow !== 'none'))
        };
      }
      """;

  private FocusOrder() {}

  /** What is wrong with a page that was just opened: nothing has the focus yet. */
  static List<String> problems(Page page) {
    var found = new ArrayList<String>();
    ((List<?>) page.evaluate(PARTS)).forEach(wrong -> found.add(page.url() + ": " + wrong));
    for (int i = 0; i < STOPS; i++) {
      page.keyboard().press("Tab");
      if (!(page.evaluate(STOP) instanceof Map<?, ?> stop) || stop.get("again").equals(true)) {
        return found; // all the way round
      }
      if (stop.get("follows").equals(false)) {
        found.add(page.url() + ": Tab goes back to " + stop.get("name"));
      }
      if (stop.get("seen").equals(false)) {
        found.add(page.url() + ": one does not see where it stands: " + stop.get("name"));
      }
    }
    found.add(page.url() + ": Tab leads nowhere");
    return found;
  }
}
