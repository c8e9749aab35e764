package org.haven.forms;

import java.util.Optional;
import java.util.Set;

/**
 * The components of Camunda Forms that Haven's forms use. The others are refused when the files are
 * read: what the server cannot check is not shown. Buttons are left out because the page has its
 * own.
 */
enum ComponentType {
  TEXTFIELD(true, false),
  TEXTAREA(true, false),
  NUMBER(true, false),
  DATETIME(true, false, RoutingKind.DATE),
  CHECKBOX(true, false),
  RADIO(true, true, RoutingKind.BOOLEAN, RoutingKind.CODE),
  SELECT(true, true, RoutingKind.BOOLEAN, RoutingKind.CODE),
  CHECKLIST(true, true, RoutingKind.CODES),
  TAGLIST(true, true, RoutingKind.CODES),
  GROUP(false, false),
  DYNAMICLIST(false, false),
  TEXT(false, false),
  SEPARATOR(false, false),
  SPACER(false, false);

  private final boolean keyed;
  private final boolean chosen;
  private final Set<RoutingKind> routing;

  ComponentType(boolean keyed, boolean chosen, RoutingKind... routing) {
    this.keyed = keyed;
    this.chosen = chosen;
    this.routing = Set.of(routing);
  }

  static Optional<ComponentType> of(String type) {
    for (ComponentType each : values()) {
      if (each.name().toLowerCase(java.util.Locale.ROOT).equals(type)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  boolean keyed() {
    return keyed;
  }

  /** True if the answer is one or more of a closed list. */
  boolean chosen() {
    return chosen;
  }

  boolean mayRoute(RoutingKind kind) {
    return routing.contains(kind) || (this == NUMBER && kind == RoutingKind.NUMBER);
  }
}
