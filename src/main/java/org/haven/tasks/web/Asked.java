package org.haven.tasks.web;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.haven.platform.CaseRef;
import org.haven.tasks.TaskFilter;
import org.haven.tasks.Whose;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Which list is asked for, narrowed to what, as its address says it. What an address says that no
 * list has narrows nothing.
 *
 * @param typed what was typed as a reference and is none of a case
 */
record Asked(Whose whose, TaskFilter filter, @Nullable String typed) {
  private static final Predicate<String> WORD = text -> text.matches("[a-z0-9][a-z0-9-]{0,79}");

  static Asked of(Map<String, String> said) {
    String ref = said.getOrDefault("ref", "").strip();
    Optional<CaseRef> caseRef = reference(ref);
    return new Asked(
        Whose.ofCode(said.getOrDefault("list", "")).orElse(Whose.MINE),
        new TaskFilter(
            word(said.get("journey")),
            TaskFilter.Due.ofCode(said.getOrDefault("due", "")).orElse(null),
            word(said.get("risk")),
            officer(said.get("officer")),
            caseRef.orElse(null)),
        ref.isEmpty() || caseRef.isPresent() ? null : ref);
  }

  private static @Nullable String word(@Nullable String said) {
    return said != null && WORD.test(said) ? said : null;
  }

  private static @Nullable String officer(@Nullable String said) {
    return said != null && (said.equals(TaskFilter.NOBODY) || said.matches("[a-z0-9._-]{2,60}"))
        ? said
        : null;
  }

  /** As people type it: in small letters, with spaces, without its beginning. */
  private static Optional<CaseRef> reference(String typed) {
    String plain = typed.replaceAll("[\\s\\u2010-\\u2015-]", "").toUpperCase(Locale.ROOT);
    String ref = "HV-" + (plain.startsWith("HV") ? plain.substring(2) : plain);
    return CaseRef.isCaseRef(ref) ? Optional.of(new CaseRef(ref)) : Optional.empty();
  }

  /** What an address says of it; what is not narrowed is left out. */
  Map<String, String> said() {
    var said = new LinkedHashMap<String, String>();
    said.put("list", whose.code());
    put(said, "journey", filter.journey());
    put(said, "due", filter.due() == null ? null : filter.due().code());
    put(said, "risk", filter.risk());
    put(said, "officer", filter.officer());
    put(said, "ref", filter.caseRef() == null ? null : filter.caseRef().value());
    return said;
  }

  private static void put(Map<String, String> said, String name, @Nullable String value) {
    if (value != null) {
      said.put(name, value);
    }
  }

  /** Its address. */
  String address() {
    return address(said());
  }

  /** The same list, from there on. */
  String from(String after) {
    var said = said();
    said.put("after", after);
    return address(said);
  }

  /** The same, asked for by the page itself and not by somebody's hand. */
  String refreshed(@Nullable String after) {
    var said = said();
    put(said, "after", after);
    said.put("refresh", "list");
    return address(said);
  }

  /** Another list, narrowed alike. */
  String of(Whose other) {
    return new Asked(other, filter, null).address();
  }

  /** The same list without one thing that narrows it. */
  String without(String name) {
    var said = said();
    said.remove(name);
    return address(said);
  }

  private static String address(Map<String, String> said) {
    var address = UriComponentsBuilder.fromPath("/tasks");
    said.forEach((name, value) -> address.queryParam(name, "{" + name + "}"));
    return address.encode().buildAndExpand(said).toUriString();
  }
}
