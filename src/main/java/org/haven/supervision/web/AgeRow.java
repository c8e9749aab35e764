package org.haven.supervision.web;

import java.time.Instant;
import org.haven.platform.web.Times;
import org.haven.supervision.Board;

/**
 * How old figures are, in words.
 *
 * @param kind {@code none}, {@code away}, {@code behind}, {@code building}, {@code lost} or {@code
 *     fresh}
 */
record AgeRow(String kind, String since, String at) {
  static final AgeRow NONE = new AgeRow("none", "", "");

  static AgeRow of(Board.Age age, Times times) {
    Instant asOf = age.asOf();
    if (asOf == null) {
      return NONE;
    }
    return new AgeRow(kind(age), times.since(asOf), times.at(asOf));
  }

  private static String kind(Board.Age age) {
    if (age.away()) {
      return "away";
    }
    if (age.building()) {
      return "building";
    }
    if (age.behind()) {
      return "behind";
    }
    return age.lost() ? "lost" : "fresh";
  }
}
