package org.haven.browser;

import com.microsoft.playwright.Page;

/** What a person does who uses no mouse: goes on with Tab, chooses with space and arrows. */
final class Keyboard {
  /** A list of fifty tasks has some two hundred things to stop at. */
  private static final int STOPS = 400;

  private final Page page;

  Keyboard(Page page) {
    this.page = page;
  }

  /** Goes on with Tab until it stands there. */
  Keyboard to(String control) {
    for (int i = 0; i < STOPS; i++) {
      if (page.evaluate("selector => document.activeElement.matches(selector)", control)
          .equals(true)) {
        return this;
      }
      page.keyboard().press("Tab");
    }
    throw new AssertionError("No key leads to " + control + " on " + page.url());
  }

  /** A link, a button or the summary of what is closed. */
  Keyboard enter(String control) {
    to(control);
    page.keyboard().press("Enter");
    return this;
  }

  Keyboard tick(String control) {
    to(control);
    page.keyboard().press("Space");
    return this;
  }

  /** The answer to a question with several, by its value. */
  Keyboard pick(String name, String value) {
    to("[name='" + name + "']");
    page.keyboard().press("Space");
    for (int i = 0; i < 20; i++) {
      if (page.evaluate("() => document.activeElement.value").equals(value)) {
        return this;
      }
      page.keyboard().press("ArrowDown");
    }
    throw new AssertionError("No arrow leads to " + value + " of " + name + " on " + page.url());
  }

  /** The answer this many places after the first of a group. */
  Keyboard pick(String name, int place) {
    tick("[name='" + name + "']");
    for (int i = 0; i < place; i++) {
      page.keyboard().press("ArrowDown");
    }
    return this;
  }

  /** Types into a field, or a choice by the words that it begins with. */
  Keyboard type(String control, String text) {
    to(control);
    page.keyboard().type(text);
    return this;
  }

  /** On a narrow screen the way to the other parts is closed at first; its button comes late. */
  Keyboard menu() {
    page.locator("[data-govuk-service-navigation-init]").waitFor();
    String button = ".govuk-service-navigation__toggle";
    return page.locator(button).isVisible() ? enter(button) : this;
  }
}
