package org.haven.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which elements of the models the tests on the platform have taken, as the engine exported it;
 * kept in a file, for the test that wants all of them.
 */
public final class ElementsTaken {
  /** A line for each, as {@code process/element}; written again by each class of tests. */
  static final Path FILE = Path.of("target", "elements-taken.txt");

  private static final Set<String> TAKEN = new TreeSet<>();
  private static final Set<String> WRITTEN = new TreeSet<>();

  private ElementsTaken() {}

  /**
   * Whether the engine has exported that it is completed.
   *
   * @param element as {@code process/element}
   */
  public static boolean isTaken(String element) {
    if (TAKEN.contains(element)) {
      return true;
    }
    NothingPersonalExported.assertNothingPersonal();
    return TAKEN.contains(element);
  }

  static void add(JsonNode record) {
    if (record.path("valueType").asText().equals("PROCESS_INSTANCE")
        && record.path("intent").asText().equals("ELEMENT_COMPLETED")) {
      JsonNode value = record.path("value");
      TAKEN.add(value.path("bpmnProcessId").asText() + "/" + value.path("elementId").asText());
    }
  }

  static void write() {
    var more = new TreeSet<>(TAKEN);
    more.removeAll(WRITTEN);
    if (more.isEmpty()) {
      return;
    }
    try {
      Files.createDirectories(FILE.getParent());
      Files.write(FILE, more, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    WRITTEN.addAll(more);
  }
}
