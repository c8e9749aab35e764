package org.haven.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which elements of the models the tests on the platform have taken, as the engine exported it;
 * kept in a file, for the test that wants all of them.
 */
public final class ElementsTaken {
  /**
   * A file for each run of tests, and in it a line for each element, as {@code process/element};
   * each class of tests adds to it.
   */
  private static final Path FOLDER = Path.of("target", "elements-taken");

  private static final Set<String> TAKEN = new TreeSet<>();
  private static final Set<String> WRITTEN = new TreeSet<>();

  private ElementsTaken() {}

  /**
   * Those of these that the engine has not exported as completed, having read what is new.
   *
   * @param elements as {@code process/element}
   */
  public static List<String> missing(Collection<String> elements) {
    NothingPersonalExported.assertNothingPersonal();
    return elements.stream().filter(element -> !TAKEN.contains(element)).toList();
  }

  static void add(JsonNode record) {
    if (record.path("valueType").asText().equals("PROCESS_INSTANCE")
        && record.path("intent").asText().equals("ELEMENT_COMPLETED")) {
      JsonNode value = record.path("value");
      TAKEN.add(value.path("bpmnProcessId").asText() + "/" + value.path("elementId").asText());
    }
  }

  /** What all tests took, those before among them. */
  static Set<String> all() throws IOException {
    var all = new TreeSet<>(TAKEN);
    if (Files.exists(FOLDER)) {
      try (Stream<Path> files = Files.list(FOLDER)) {
        for (Path file : files.toList()) {
          all.addAll(Files.readAllLines(file));
        }
      }
    }
    return all;
  }

  static void write() {
    var more = new TreeSet<>(TAKEN);
    more.removeAll(WRITTEN);
    if (more.isEmpty()) {
      return;
    }
    try {
      Files.createDirectories(FOLDER);
      Files.write(
          FOLDER.resolve(ProcessHandle.current().pid() + ".txt"),
          more,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    WRITTEN.addAll(more);
  }
}
