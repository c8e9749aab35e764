package org.haven.casefile;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Team;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.platform.sealing.Sealed;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Meetings about a case, and the actions that they agreed on. Minutes and what is to be done are
 * sealed; who does it and by when goes to the engine.
 */
@Component
public class Meetings {
  /** The moment from which clocks of a meeting run. */
  public static final String MEETING = "meeting";

  private static final String ENTITY = "meeting";
  private static final String ACTION = "meeting-action";

  private final JdbcClient db;
  private final Sealing sealing;
  private final Clock clock;
  private final CaseAccess access;
  private final CaseMoments moments;
  private final Timeline timeline;
  private final Audit audit;
  private final ApplicationEventPublisher events;

  Meetings(
      JdbcClient db,
      Sealing sealing,
      Clock clock,
      CaseAccess access,
      CaseMoments moments,
      Timeline timeline,
      Audit audit,
      ApplicationEventPublisher events) {
    this.db = db;
    this.sealing = sealing;
    this.clock = clock;
    this.access = access;
    this.moments = moments;
    this.timeline = timeline;
    this.audit = audit;
    this.events = events;
  }

  /**
   * An action as the meeting agreed on it.
   *
   * @param what sealed
   */
  public record NewAction(String what, Team owner, LocalDate dueOn) {
    @Override
    public String toString() {
      return "***";
    }
  }

  /** The meeting's own id and those of its actions, in their order. */
  public record Recorded(Code meetingId, List<Code> actionIds) {}

  /**
   * Puts a meeting on record; the same task again gives the same meeting.
   *
   * @param taskId the task in which it was recorded
   * @param minutes sealed; may be absent
   */
  @Transactional
  public Recorded record(
      CaseRef caseRef,
      JourneyId journeyId,
      long taskId,
      String formId,
      LocalDate meetingOn,
      @Nullable String minutes,
      List<NewAction> actions,
      By by) {
    String id = Rows.ref("ME");
    Instant now = clock.instant();
    int first =
        db.sql(
                """
                insert into meeting (meeting_id, case_ref, journey_id, task_id, form_id, meeting_on,
                  sealed, at, by)
                values (?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?) on conflict (task_id) do nothing
                """)
            .params(
                id,
                caseRef.value(),
                journeyId.value(),
                taskId,
                formId,
                meetingOn,
                sealing.sealAll(
                    caseRef, ENTITY, id, minutes == null ? Map.of() : Map.of("minutes", minutes)),
                Rows.ts(now),
                by.name())
            .update();
    if (first == 0) {
      return recorded(taskId);
    }
    List<Code> ids = new ArrayList<>();
    for (NewAction action : actions) {
      String actionId = Rows.ref("AC");
      db.sql(
              """
              insert into meeting_action (action_id, meeting_id, case_ref, journey_id, owner_team,
                due_on, sealed, status, at, by)
              values (?, ?, ?, ?, ?, ?, ?::jsonb, 'open', ?, ?)
              """)
          .params(
              actionId,
              id,
              caseRef.value(),
              journeyId.value(),
              action.owner().code(),
              action.dueOn(),
              sealing.sealAll(caseRef, ACTION, actionId, Map.of("what", action.what())),
              Rows.ts(now),
              by.name())
          .update();
      ids.add(new Code(actionId));
    }
    moments.record(
        caseRef, journeyId, MEETING, meetingOn.atStartOfDay(WorkingCalendar.LONDON).toInstant());
    timeline.add(
        caseRef,
        journeyId,
        "meeting",
        "timeline.meeting-recorded",
        Map.of("actions", actions.size()),
        by);
    events.publishEvent(new MeetingRecorded(caseRef, journeyId, id, formId, meetingOn));
    return new Recorded(new Code(id), ids);
  }

  private Recorded recorded(long taskId) {
    String id =
        db.sql("select meeting_id from meeting where task_id = ?")
            .param(taskId)
            .query(String.class)
            .single();
    return new Recorded(
        new Code(id),
        db
            .sql("select action_id from meeting_action where meeting_id = ? order by seq")
            .param(id)
            .query(String.class)
            .list()
            .stream()
            .map(Code::new)
            .toList());
  }

  /** The routing facts of an action. */
  public record Action(
      String actionId,
      CaseRef caseRef,
      JourneyId journeyId,
      Team owner,
      LocalDate dueOn,
      Code status,
      @Nullable Instant closedAt) {
    public boolean isLate(LocalDate today) {
      Instant closed = closedAt;
      return (closed == null ? today : WorkingCalendar.dateOf(closed)).isAfter(dueOn);
    }
  }

  public Optional<Action> find(String actionId) {
    return db.sql("select * from meeting_action where action_id = ?")
        .param(actionId)
        .query((rs, _) -> action(rs))
        .optional();
  }

  /**
   * What an action's owner is to do; the read is audited.
   *
   * @throws NoSuchCaseException if the person may not open the case
   */
  @Transactional
  public Optional<Sealed> what(ActingPerson who, String actionId) {
    return find(actionId)
        .flatMap(
            action -> {
              access.require(who, action.caseRef());
              audit.record(who, "read-action", action.caseRef(), Map.of("action", actionId));
              return what(action);
            });
  }

  private Optional<Sealed> what(Action action) {
    return db.sql("select sealed::text from meeting_action where action_id = ?")
        .param(action.actionId())
        .query(
            (rs, _) ->
                sealing
                    .openAll(action.caseRef(), ACTION, action.actionId(), rs.getString(1))
                    .text("what"))
        .single();
  }

  /**
   * An action with what is to be done.
   *
   * @param meetingId the meeting that agreed on it
   */
  public record ActionLine(Action action, String meetingId, @Nullable Sealed what) {}

  /**
   * The actions of a case, newest meeting first; the read is audited.
   *
   * @throws NoSuchCaseException if the person may not open the case
   */
  @Transactional
  public List<ActionLine> actions(ActingPerson who, CaseRef caseRef) {
    access.require(who, caseRef);
    List<ActionLine> lines =
        db.sql("select * from meeting_action where case_ref = ? order by seq desc limit 200")
            .param(caseRef.value())
            .query(
                (rs, _) -> {
                  Action action = action(rs);
                  return new ActionLine(
                      action,
                      rs.getString("meeting_id"),
                      Timeline.note(
                          sealing,
                          caseRef,
                          ACTION,
                          action.actionId(),
                          rs.getString("sealed"),
                          "what"));
                })
            .list();
    if (!lines.isEmpty()) {
      audit.record(who, "read-actions", caseRef, Map.of("count", lines.size()));
    }
    return lines;
  }

  /**
   * The owner's answer; the first one stays.
   *
   * @param done false if it is blocked
   */
  @Transactional
  public void close(String actionId, boolean done) {
    db.sql(
            "update meeting_action set status = ?, closed_at = ?"
                + " where action_id = ? and closed_at is null")
        .params(done ? "done" : "blocked", Rows.ts(clock.instant()), actionId)
        .update();
  }

  /**
   * How many actions due in these days were not done by the end of the day that was agreed, by team
   * that took them on. What is blocked in time is not late.
   */
  public Map<Team, Integer> late(LocalDate from, LocalDate to) {
    LocalDate today = WorkingCalendar.dateOf(clock.instant());
    Map<Team, Integer> late = new EnumMap<>(Team.class);
    db
        .sql("select * from meeting_action where due_on between ? and ?")
        .params(from, to)
        .query((rs, _) -> action(rs))
        .list()
        .stream()
        .filter(action -> action.isLate(today))
        .forEach(action -> late.merge(action.owner(), 1, Integer::sum));
    return late;
  }

  private static Action action(java.sql.ResultSet rs) throws java.sql.SQLException {
    return new Action(
        rs.getString("action_id"),
        Rows.caseRef(rs),
        new JourneyId(rs.getString("journey_id")),
        Team.of(rs.getString("owner_team")),
        rs.getObject("due_on", LocalDate.class),
        new Code(rs.getString("status")),
        Rows.atOrNull(rs, "closed_at"));
  }
}
