package org.haven.supervision.alerts;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.haven.platform.Team;
import org.haven.platform.calendar.WorkingCalendar;
import org.jspecify.annotations.Nullable;

/**
 * An alert as somebody wrote it.
 *
 * @param owner sign-in name
 * @param amount hours or days, as the measure has it; absent if it needs none
 * @param above true to fire above the threshold, false to fire below it
 * @param minutes for how long it has to be so without a break
 * @param named sign-in names, if these people are told
 * @param mail also by e-mail, which says nothing of what it is about
 * @param quiet in these hours nobody is told, unless it is urgent
 * @param version goes up with each change
 */
public record AlertRule(
    UUID id,
    String owner,
    Measure measure,
    @Nullable Integer amount,
    @Nullable String processId,
    @Nullable Team team,
    @Nullable String slaKey,
    boolean above,
    int threshold,
    int minutes,
    Recipients recipients,
    List<String> named,
    boolean mail,
    Quiet quiet,
    boolean urgent,
    boolean active,
    int version) {

  /** Who is told. */
  public enum Recipients {
    ME,
    /** The supervisors of the owner's teams. */
    TEAMS,
    NAMED;

    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * When nobody is told; London time.
   *
   * @param to may be before {@code from}: then it goes over midnight; absent without hours
   * @param days that are quiet as a whole
   */
  public record Quiet(@Nullable LocalTime from, @Nullable LocalTime to, Set<DayOfWeek> days) {
    public static final Quiet NEVER = new Quiet(null, null, Set.of());

    boolean at(Instant instant) {
      ZonedDateTime local = instant.atZone(WorkingCalendar.LONDON);
      if (days.contains(local.getDayOfWeek())) {
        return true;
      }
      if (from == null || to == null) {
        return false;
      }
      LocalTime time = local.toLocalTime();
      return from.isBefore(to)
          ? !time.isBefore(from) && time.isBefore(to)
          : !time.isBefore(from) || time.isBefore(to);
    }
  }

  /** Is a figure as the rule says? Where there is nothing to measure it is not. */
  boolean holds(@Nullable Double figure) {
    return figure != null && (above ? figure > threshold : figure < threshold);
  }
}
