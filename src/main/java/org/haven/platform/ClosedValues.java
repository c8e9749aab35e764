package org.haven.platform;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets only closed values through: references, codes, dates, counts, yes or no, and lists of them.
 * What a person typed has another form and is refused, without being repeated in the message.
 */
public final class ClosedValues {
  /** A code, a reference, an ISO date or instant: no space, no sign that a sentence needs. */
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:+-]{0,79}");

  private ClosedValues() {}

  /**
   * @return the same facts as plain JSON values; null values are left out
   * @throws IllegalArgumentException naming the key whose value is not of a closed type
   */
  public static Map<String, Object> of(Map<String, ?> facts) {
    Map<String, Object> plain = new LinkedHashMap<>();
    facts.forEach(
        (key, value) -> {
          if (value != null) {
            plain.put(key, plain(key, value));
          }
        });
    return plain;
  }

  private static Object plain(String key, @Nullable Object value) {
    return switch (value) {
      case Boolean b -> b;
      case Integer n -> n;
      case Long n -> n;
      case java.math.BigDecimal n when n.stripTrailingZeros().scale() <= 0 -> n.longValueExact();
      case Known k -> k.value();
      case Code c -> c.value();
      case CaseRef c -> c.value();
      case JourneyId j -> j.value();
      case Team t -> t.code();
      case Enum<?> e -> e.name();
      case LocalDate d -> d.toString();
      case Instant i -> i.toString();
      case String s when FORM.matcher(s).matches() -> s;
      case Collection<?> many -> {
        List<Object> list = new ArrayList<>();
        many.forEach(one -> list.add(plain(key, one)));
        yield list;
      }
      case null, default ->
          throw new IllegalArgumentException("The value of " + key + " is not of a closed type");
    };
  }
}
