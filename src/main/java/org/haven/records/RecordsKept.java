package org.haven.records;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long exported records stay. Source: design, Sealing; a local default.
 *
 * @param keptMonths of all kinds that are not named; the longest by which figures can be built anew
 * @param keptMonthsOf of a kind by the name that its indices have, such as {@code job}
 */
@ConfigurationProperties("haven.records")
record RecordsKept(
    @DefaultValue("24") int keptMonths, @DefaultValue Map<String, Integer> keptMonthsOf) {
  RecordsKept {
    if (keptMonths < 1 || keptMonthsOf.values().stream().anyMatch(months -> months < 1)) {
      throw new IllegalArgumentException(
          "haven.records.kept-months: records are kept for one month at least");
    }
  }

  int months(RecordKind kind) {
    return keptMonthsOf.getOrDefault(kind.code(), keptMonths);
  }
}
