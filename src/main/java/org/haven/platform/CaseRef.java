package org.haven.platform;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The opaque reference of a case, such as {@code HV-7KQ2M9XD}: the only thing about a case that may
 * stand in a URL, a log line, an e-mail or an engine variable. It is random, so that it tells
 * neither an order nor how many cases there are.
 *
 * @throws IllegalArgumentException if the text has another form
 */
public record CaseRef(@JsonValue String value) implements RoutingFact {
  private static final Pattern FORM = Pattern.compile("HV-[" + References.ALPHABET + "]{8}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public CaseRef {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("A case reference looks like HV-7KQ2M9XD");
    }
  }

  /** A new reference; the caller's random source must be a secure one outside tests. */
  public static CaseRef next(RandomGenerator random) {
    var text = new StringBuilder("HV-");
    for (int i = 0; i < 8; i++) {
      text.append(References.ALPHABET.charAt(random.nextInt(References.ALPHABET.length())));
    }
    return new CaseRef(text.toString());
  }

  public static boolean isCaseRef(String text) {
    return FORM.matcher(text).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
