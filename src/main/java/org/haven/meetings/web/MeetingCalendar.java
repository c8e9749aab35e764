package org.haven.meetings.web;

import biweekly.Biweekly;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.property.Classification;
import biweekly.property.Method;
import biweekly.property.Status;
import biweekly.util.DateTimeComponents;
import biweekly.util.ICalDate;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Date;
import org.haven.meetings.Sitting;
import org.haven.platform.calendar.WorkingCalendar;
import org.springframework.stereotype.Component;

/**
 * A meeting as a calendar file. Calendars are read over shoulders, on shared screens and by
 * assistants: it tells the day and nothing of who is talked about, or why. Source: procedure
 * section 7, neutral notices; RFC 5545, RFC 5546.
 */
@Component
class MeetingCalendar {
  /** How long a meeting with a time is. Status: Local default. */
  private static final Duration LENGTH = Duration.ofHours(2);

  private static final String TITLE = "Meeting – Haven";
  private static final String PLACE = "See the page of the meeting";

  private final Clock clock;

  MeetingCalendar(Clock clock) {
    this.clock = clock;
  }

  /**
   * @param page the address of the meeting's page
   */
  String of(Sitting sitting, String page) {
    boolean off = sitting.cancelled() || sitting.left();
    var event = new VEvent();
    event.setUid(sitting.id() + "@haven");
    event.setDateTimeStamp(Date.from(clock.instant()));
    // what this person sees go elsewhere is one more change than what everybody sees
    event.setSequence(sitting.changes() + (sitting.left() && !sitting.cancelled() ? 1 : 0));
    event.setSummary(TITLE);
    event.setLocation(PLACE);
    event.setUrl(page);
    event.setClassification(Classification.private_());
    event.setStatus(off ? Status.cancelled() : Status.confirmed());
    if (sitting.wholeDay()) {
      LocalDate day = WorkingCalendar.dateOf(sitting.startsAt());
      event.setDateStart(date(day));
      event.setDateEnd(date(day.plusDays(1)));
    } else {
      event.setDateStart(Date.from(sitting.startsAt()));
      event.setDateEnd(Date.from(sitting.startsAt().plus(LENGTH)));
    }
    var calendar = new ICalendar();
    calendar.setProductId("-//Haven//Calendar//EN");
    calendar.setMethod(new Method(off ? Method.CANCEL : Method.PUBLISH));
    calendar.addEvent(event);
    return Biweekly.write(calendar).go();
  }

  /** A day of no zone: it is the same day whatever a calendar is set to. */
  private static ICalDate date(LocalDate day) {
    return new ICalDate(
        new DateTimeComponents(day.getYear(), day.getMonthValue(), day.getDayOfMonth()), false);
  }
}
