package org.haven.platform.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.haven.platform.ActingPerson;
import org.haven.platform.StaffDirectory;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What colleagues are called on pages; the records keep sign-in names. Names are looked up once a
 * minute: a page shows many of them, and they hardly ever change.
 */
@Component("staffNames")
public class StaffNames {
  private static final Duration KEPT = Duration.ofMinutes(1);

  private final StaffDirectory staff;
  private final Clock clock;
  private volatile @Nullable Kept kept;

  StaffNames(StaffDirectory staff, Clock clock) {
    this.staff = staff;
    this.clock = clock;
  }

  private record Kept(Instant at, Map<String, String> names) {}

  /** The person's name, or the sign-in name of somebody who left. */
  public String of(@Nullable String username) {
    return username == null ? "" : names().getOrDefault(username, username);
  }

  private Map<String, String> names() {
    Kept now = kept;
    Instant at = clock.instant();
    if (now == null || Duration.between(now.at(), at).abs().compareTo(KEPT) > 0) {
      now =
          new Kept(
              at,
              staff.all().stream()
                  .collect(
                      Collectors.toUnmodifiableMap(
                          ActingPerson::username, ActingPerson::displayName)));
      kept = now;
    }
    return now.names();
  }
}
