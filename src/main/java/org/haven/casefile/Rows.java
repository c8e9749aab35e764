package org.haven.casefile;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.References;
import org.haven.platform.RoutingFacts;
import org.haven.platform.Team;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** How values stand in our tables. */
@CasefileOnly
public final class Rows {
  public static final JsonMapper JSON = JsonMapper.builder().build();
  static final RandomGenerator RANDOM = new SecureRandom();

  private Rows() {}

  /** An opaque reference such as {@code PE-4XK9QTM2RB}. */
  public static String ref(String prefix) {
    return References.fresh(prefix);
  }

  public static Timestamp ts(Instant at) {
    return Timestamp.from(at);
  }

  public static Instant at(ResultSet rs, String column) throws SQLException {
    return rs.getTimestamp(column).toInstant();
  }

  public static @Nullable Instant atOrNull(ResultSet rs, String column) throws SQLException {
    Timestamp at = rs.getTimestamp(column);
    return at == null ? null : at.toInstant();
  }

  public static @Nullable LocalDate dateOrNull(ResultSet rs, String column) throws SQLException {
    return rs.getObject(column, LocalDate.class);
  }

  static @Nullable Team teamOrNull(ResultSet rs, String column) throws SQLException {
    String code = rs.getString(column);
    return code == null ? null : Team.of(code);
  }

  static @Nullable JourneyId journeyOrNull(ResultSet rs, String column) throws SQLException {
    String id = rs.getString(column);
    return id == null ? null : new JourneyId(id);
  }

  public static CaseRef caseRef(ResultSet rs) throws SQLException {
    return new CaseRef(rs.getString("case_ref"));
  }

  public static Map<String, Object> map(@Nullable String json) {
    return json == null ? Map.of() : JSON.readValue(json, new TypeReference<>() {});
  }

  public static String json(Object value) {
    return JSON.writeValueAsString(value);
  }

  /** Parameters of a statement, of which some may be null. */
  public static List<?> values(@Nullable Object... values) {
    return Arrays.asList(values);
  }

  /**
   * Facts as they are kept: what has no value is left out.
   *
   * @throws IllegalArgumentException if a value is not of a closed type
   */
  public static Map<String, Object> closed(Map<String, ?> facts) {
    Map<String, Object> closed = RoutingFacts.toEngine(facts);
    closed.values().removeIf(Objects::isNull);
    return closed;
  }

  public static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  public static String[] codes(Collection<?> codes) {
    return codes.stream().map(String::valueOf).toArray(String[]::new);
  }
}
