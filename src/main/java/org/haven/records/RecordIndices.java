package org.haven.records;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the exporter's indices are called.
 *
 * @param prefix the exporter's setting {@code index.prefix}
 */
record RecordIndices(String prefix) {
  private static final Pattern NAME =
      Pattern.compile(".*_([a-z-]+)_[0-9][^_]*_(\\d{4}-\\d{2}-\\d{2})");

  /** All daily indices of a kind, of all broker versions. */
  String of(RecordType type) {
    return prefix + "_" + type.index() + "_*";
  }

  /**
   * Those that records of these moments are in: the exporter tells days apart, in UTC, or as it is
   * set for trainings and tests years.
   */
  String latest(RecordType type, Instant now) {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    return Stream.of(today, today.minusDays(1), today.getYear())
        .map(time -> of(type) + "_" + time)
        .collect(Collectors.joining(","));
  }

  /** The index template that the exporter makes for every kind that it is told to export. */
  String template(RecordType type) {
    return prefix + "_" + type.index() + "_";
  }

  String of(RecordKind kind) {
    return prefix + "_" + kind.code() + "_*";
  }

  /** The day of an index; empty if the exporter makes indices of other lengths of time. */
  Optional<LocalDate> day(String index) {
    Matcher name = NAME.matcher(index);
    try {
      return name.matches() ? Optional.of(LocalDate.parse(name.group(2))) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The kind of a daily index. */
  Optional<RecordKind> kind(String index) {
    Matcher name = NAME.matcher(index);
    return name.matches() ? Optional.of(new RecordKind(name.group(1))) : Optional.empty();
  }

  String all() {
    return prefix + "_*";
  }
}
