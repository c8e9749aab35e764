package org.haven.records;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a fact in what the engine or a worker says of a failure. Nothing else is taken from
 * that sentence, which may quote a value.
 */
final class MissingFact {
  private static final Pattern SAID =
      Pattern.compile(
          "(?:[Nn]o variable found (?:with name|for name) '|the variable )([a-z][A-Za-z0-9]{0,59})"
              + "(?:'| is missing| is not| has an empty)");

  private MissingFact() {}

  static Optional<String> in(String sentence) {
    var said = SAID.matcher(sentence);
    return said.find() ? Optional.of(said.group(1)) : Optional.empty();
  }
}
