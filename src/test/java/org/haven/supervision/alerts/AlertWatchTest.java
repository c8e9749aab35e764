package org.haven.supervision.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.haven.casefile.By;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.Conflicts;
import org.haven.casefile.NewCase;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.StaffDirectory;
import org.haven.platform.Team;
import org.haven.supervision.alerts.AlertRule.Quiet;
import org.haven.supervision.alerts.AlertRule.Recipients;
import org.haven.tasks.NoticeKind;
import org.haven.tasks.NoticeView;
import org.haven.tasks.Notices;
import org.haven.testing.PagesOfHaven;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** When alerts fire, for whom, and when they are over. */
@SuppressWarnings("NullAway") // Spring sets the fields
class AlertWatchTest extends PagesOfHaven {
  /** A Wednesday, noon in London. */
  private static final Instant NOON = Instant.parse("2026-11-18T12:00:00Z");

  private static long key = 620_000_000L;

  @Autowired JdbcClient db;
  @Autowired AlertRows rows;
  @Autowired Alerts alerts;
  @Autowired AlertFigures figures;
  @Autowired Notices notices;
  @Autowired PlatformTransactionManager transactions;
  @Autowired StaffDirectory staff;
  @Autowired CaseFiles files;
  @Autowired Conflicts conflicts;

  private final List<Long> tasks = new ArrayList<>();
  private Instant now = NOON;
  private @Nullable CaseRef closed;
  private AlertWatch watch;
  private ActingPerson helen;
  private ActingPerson clare;

  private final Clock clock =
      new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return now;
        }
      };

  @BeforeEach
  void nothing() {
    clear();
    helen = staff.find("helen.marsh").orElseThrow();
    clare = staff.find("clare.hodge").orElseThrow();
    watch = new AlertWatch(rows, alerts, figures, notices, clock, transactions);
  }

  @AfterEach
  void clear() {
    db.sql("delete from alert_rule").update();
    db.sql("delete from notice where kind like 'ALERT%'").update();
    db.sql("delete from task where element_id = 'Task_Alert'").update();
    db.sql("update journey_incident set resolved_at = now() where element_id = 'Task_Alert'")
        .update();
    db.sql("update referral set status = 'accepted' where clock = 'alert'").update();
    if (closed != null) {
      db.sql("delete from case_conflict where case_ref = ?").param(closed.value()).update();
    }
  }

  private CaseRef aCase() {
    return files.open(
        new NewCase(new Code("phone"), NOON, null, Team.HOUSING_SOLUTIONS, false), By.SYSTEM);
  }

  private long late(CaseRef caseRef, String slaKey) {
    long id = key++;
    OffsetDateTime due = NOON.minusSeconds(60).atOffset(ZoneOffset.UTC);
    db.sql(
            """
            insert into task (element_instance_key, user_task_key, process_instance_key,
              process_definition_key, process_id, process_version, element_id, title, why,
              policy_clause, case_ref, journey_id, team, for_supervisor, follows_lead, form_id,
              sla_key, outcomes, reaches_her, status, opened_at, warn_at, due_at)
            values (?, ?, 1, 1, 'complaint', 1, 'Task_Alert', 'Answer', 'why', '11.1', ?, ?,
              'legal-services', false, false, 'form', ?, '{}', false, 'OPEN', ?, ?, ?)
            """)
        .params(id, id, caseRef.value(), "alert-" + id, slaKey, due.minusHours(50), due, due)
        .update();
    tasks.add(id);
    return id;
  }

  private void done(long id, Instant when) {
    db.sql("update task set status = 'COMPLETED', done_at = ? where element_instance_key = ?")
        .params(when.atOffset(ZoneOffset.UTC), id)
        .update();
  }

  private AlertRule rule(
      Measure measure,
      @Nullable Integer amount,
      boolean above,
      int threshold,
      int minutes,
      Recipients whom,
      Quiet quiet,
      boolean urgent) {
    return new AlertRule(
        UUID.randomUUID(),
        "helen.marsh",
        measure,
        amount,
        null,
        measure.byTeam() ? Team.LEGAL_SERVICES : null,
        measure == Measure.SHARE_MET ? "stage1" : null,
        above,
        threshold,
        minutes,
        whom,
        whom == Recipients.NAMED ? List.of("clare.hodge", "helen.marsh") : List.of(),
        true,
        quiet,
        urgent,
        true,
        1);
  }

  private AlertRule lateTasks(int threshold, int minutes, Quiet quiet, boolean urgent) {
    var rule =
        rule(Measure.LATE_TASKS, null, true, threshold, minutes, Recipients.NAMED, quiet, urgent);
    assertThat(alerts.create(helen, rule)).isEqualTo(Alerts.Outcome.DONE);
    return rule;
  }

  private List<NoticeKind> told(ActingPerson who) {
    return notices.unread(who).stream()
        .map(NoticeView::kind)
        .filter(kind -> kind.name().startsWith("ALERT"))
        .toList();
  }

  private void after(int minutes) {
    now = now.plusSeconds(minutes * 60L);
    watch.turn();
  }

  @Test
  void shouldFireOnce_andAgainOnlyAfterItWasRight() {
    // given
    var rule = lateTasks(1, 30, Quiet.NEVER, false);
    var caseRef = aCase();
    late(caseRef, "standard");
    long second = late(caseRef, "standard");
    // when: not for long enough yet
    after(0);
    after(29);
    assertThat(told(helen)).isEmpty();
    after(1);
    // then
    assertThat(told(helen)).containsExactly(NoticeKind.ALERT);
    assertThat(told(clare)).containsExactly(NoticeKind.ALERT);
    // when: it goes on, worse
    late(caseRef, "standard");
    after(60);
    after(60);
    assertThat(told(helen)).containsExactly(NoticeKind.ALERT);
    assertThat(rows.events(rule.id(), "helen.marsh", 9)).hasSize(1);
    // when: it is right again
    tasks.forEach(id -> done(id, now));
    after(1);
    // then
    assertThat(told(helen)).containsExactly(NoticeKind.ALERT_OVER);
    assertThat(rows.events(rule.id(), "helen.marsh", 9))
        .extracting(AlertEvent::fired)
        .containsExactly(false, true);
    // and it fires anew, from the beginning
    late(caseRef, "standard");
    late(caseRef, "standard");
    after(1);
    after(29);
    assertThat(told(helen)).containsExactly(NoticeKind.ALERT_OVER);
    after(1);
    assertThat(told(helen)).containsExactlyInAnyOrder(NoticeKind.ALERT, NoticeKind.ALERT_OVER);
    assertThat(second).isPositive();
  }

  @Test
  void shouldForgetHowLongItWasSo_whenItWasRightInBetween() {
    // given
    lateTasks(0, 30, Quiet.NEVER, false);
    var caseRef = aCase();
    long task = late(caseRef, "standard");
    after(0);
    after(20);
    // when
    done(task, now);
    after(1);
    late(caseRef, "standard");
    after(1);
    after(20);
    // then
    assertThat(told(helen)).isEmpty();
    after(10);
    assertThat(told(helen)).containsExactly(NoticeKind.ALERT);
  }

  @Test
  void shouldCountForEachWhatTheyMayKnow() {
    // given
    var rule = lateTasks(1, 0, Quiet.NEVER, false);
    var hidden = aCase();
    closed = hidden;
    conflicts.add(hidden, "helen.marsh", new Code("related"), By.SYSTEM);
    late(hidden, "standard");
    late(aCase(), "standard");
    // when
    after(1);
    // then
    assertThat(told(helen)).isEmpty();
    assertThat(told(clare)).containsExactly(NoticeKind.ALERT);
    assertThat(alerts.find(helen, rule.id()).orElseThrow().events()).isEmpty();
    assertThat(alerts.find(helen, rule.id()).orElseThrow().firedNow()).isFalse();
    assertThat(alerts.find(clare, rule.id()).orElseThrow().events())
        .extracting(AlertEvent::figure)
        .containsExactly(2);
  }

  @Test
  void shouldWaitForTheEndOfQuietHours_unlessItIsUrgent() {
    // given
    var quiet = new Quiet(LocalTime.of(18, 0), LocalTime.of(8, 0), Set.of(DayOfWeek.SATURDAY));
    lateTasks(0, 0, quiet, false);
    now = Instant.parse("2026-11-18T18:00:00Z");
    late(aCase(), "standard");
    // when
    watch.turn();
    assertThat(told(helen)).isEmpty();
    now = Instant.parse("2026-11-19T07:59:00Z");
    watch.turn();
    assertThat(told(helen)).isEmpty();
    now = Instant.parse("2026-11-19T08:00:00Z");
    watch.turn();
    // then
    assertThat(told(helen)).containsExactly(NoticeKind.ALERT);
    // and in summer time, on a quiet day, and what is urgent
    assertThat(quiet.at(Instant.parse("2026-07-01T17:00:00Z"))).isTrue();
    assertThat(quiet.at(Instant.parse("2026-07-01T16:59:00Z"))).isFalse();
    assertThat(quiet.at(Instant.parse("2026-11-21T12:00:00Z"))).isTrue();
    clear();
    lateTasks(0, 0, quiet, true);
    now = Instant.parse("2026-11-18T23:00:00Z");
    late(aCase(), "standard");
    watch.turn();
    assertThat(told(helen)).containsExactly(NoticeKind.ALERT_URGENT);
  }

  @Test
  void shouldSendNoEMail_whereThePageIsEnough() {
    // given
    var rule = rule(Measure.LATE_TASKS, null, true, 0, 0, Recipients.ME, Quiet.NEVER, false);
    alerts.create(helen, rule);
    db.sql("update alert_rule set mail = false").update();
    late(aCase(), "standard");
    // when
    after(1);
    // then
    assertThat(told(helen)).containsExactly(NoticeKind.ALERT);
    assertThat(told(clare)).isEmpty();
    assertThat(
            db.sql("select count(*) from notice where kind = 'ALERT' and mailed_at is null")
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  void shouldMeasureEachOfThem() {
    var caseRef = aCase();
    late(caseRef, "firstContact");
    late(caseRef, "stage1");
    assertThat(figure(Measure.LATE_TASKS, null)).isEqualTo(2);
    assertThat(figure(Measure.UNCLAIMED_TASKS, null)).isEqualTo(2);
    assertThat(figure(Measure.WAITING_FIRST_CONTACT, null)).isEqualTo(1);
    assertThat(figure(Measure.OLDEST_STEP_HOURS, null)).isEqualTo(50);
    assertThat(figure(Measure.DUE_SOON, 2)).isZero();
    now = NOON.minusSeconds(120);
    assertThat(figure(Measure.DUE_SOON, 2)).isEqualTo(2);
    now = NOON;
    assertThat(figure(Measure.OPEN_INCIDENTS, null)).isZero();
    assertThat(figure(Measure.PARTNER_ANSWERS_LATE, null)).isZero();
  }

  @Test
  void shouldCountWhatStandsStillAndLateAnswers_forEachWithoutTheCasesThatAreClosedToThem() {
    // given
    var open = aCase();
    var hidden = aCase();
    closed = hidden;
    conflicts.add(hidden, "helen.marsh", new Code("related"), By.SYSTEM);
    for (var caseRef : List.of(open, hidden)) {
      long instance = key++;
      db.sql(
              """
              insert into journey (journey_id, process_id, case_ref, correlation_key, status,
                process_instance_key, requested_at, requested_by)
              values (:id, 'refer-to-marac', :case, :id, 'running', :instance, now(), 'system')
              """)
          .param("id", "alert-" + instance)
          .param("case", caseRef.value())
          .param("instance", instance)
          .update();
      db.sql(
              """
              insert into journey_incident (incident_key, process_instance_key, process_id,
                element_id, error_type, raised_at, resolved_at)
              values (:key, :key, 'refer-to-marac', 'Task_Alert', 'JOB_NO_RETRIES', now(), null),
                (:key + 1000000, :key, 'refer-to-marac', 'Task_Alert', 'JOB_NO_RETRIES', now(), now())
              """)
          .param("key", instance)
          .update();
      answerDue(caseRef, NOON.minusSeconds(1), "sent");
      answerDue(caseRef, NOON, "sent");
      answerDue(caseRef, NOON.minusSeconds(60), "accepted");
    }
    // then
    for (var measure : List.of(Measure.OPEN_INCIDENTS, Measure.PARTNER_ANSWERS_LATE)) {
      var all = rule(measure, null, true, 0, 0, Recipients.NAMED, Quiet.NEVER, false);
      assertThat(figures.of(helen, all, now)).as(measure.code()).isEqualTo(1);
      assertThat(figures.of(clare, all, now)).as(measure.code()).isEqualTo(2);
      assertThat(figures.of(clare, of(all, "refer-to-marac"), now)).isEqualTo(2);
      assertThat(figures.of(clare, of(all, "complaint"), now)).isZero();
      var two = rule(measure, null, true, 1, 0, Recipients.NAMED, Quiet.NEVER, false);
      assertThat(alerts.create(helen, two)).isEqualTo(Alerts.Outcome.DONE);
    }
    // when
    after(0);
    // then
    assertThat(told(helen)).isEmpty();
    assertThat(told(clare)).containsExactly(NoticeKind.ALERT, NoticeKind.ALERT);
    // when they go on, and the agency answers
    db.sql("update journey_incident set resolved_at = now() where element_id = 'Task_Alert'")
        .update();
    db.sql("update referral set status = 'accepted' where clock = 'alert'").update();
    after(1);
    // then
    assertThat(told(clare)).containsOnly(NoticeKind.ALERT_OVER);
  }

  private static AlertRule of(AlertRule rule, String processId) {
    return new AlertRule(
        rule.id(),
        rule.owner(),
        rule.measure(),
        rule.amount(),
        processId,
        rule.team(),
        rule.slaKey(),
        rule.above(),
        rule.threshold(),
        rule.minutes(),
        rule.recipients(),
        rule.named(),
        rule.mail(),
        rule.quiet(),
        rule.urgent(),
        rule.active(),
        rule.version());
  }

  private void answerDue(CaseRef caseRef, Instant due, String status) {
    long id = key++;
    db.sql(
            """
            insert into referral (referral_id, case_ref, journey_id, process_id, agency, purpose,
              status, answer_message, answers, answer_dates, clock, created_at, sent_at,
              reply_due_at, by, element_instance_key)
            values ('RF-' || translate(lpad(:id::text, 10, '2'), '01', 'AB'), :case, 'alert',
              'refer-to-marac', 'marac-hub', 'referral', :status, 'answered', '{}', '{}', 'alert',
              now(), now(), :due, 'system', :id)
            """)
        .param("id", id)
        .param("case", caseRef.value())
        .param("status", status)
        .param("due", due.atOffset(ZoneOffset.UTC))
        .update();
  }

  private @Nullable Double figure(Measure measure, @Nullable Integer amount) {
    return figures.of(
        helen, rule(measure, amount, true, 0, 0, Recipients.ME, Quiet.NEVER, false), now);
  }

  @Test
  void shouldNotFire_whereThereIsNothingToMeasure() {
    // given
    var rule = rule(Measure.SHARE_MET, 30, false, 90, 0, Recipients.ME, Quiet.NEVER, false);
    alerts.create(helen, rule);
    // when
    after(1);
    // then
    assertThat(told(helen)).isEmpty();
    assertThat(rule.holds(89.9)).isTrue();
    assertThat(rule.holds(90.0)).isFalse();
  }

  @Test
  void shouldSettleWhatItTold_whenItIsSwitchedOffOrDeleted() {
    // given
    var rule = lateTasks(0, 0, Quiet.NEVER, false);
    late(aCase(), "standard");
    after(1);
    assertThat(told(helen)).containsExactly(NoticeKind.ALERT);
    // when
    assertThat(alerts.turn(clare, rule.id(), false)).isEqualTo(Alerts.Outcome.DONE);
    after(1);
    // then
    assertThat(told(helen)).isEmpty();
    alerts.turn(helen, rule.id(), true);
    after(1);
    assertThat(told(helen)).containsExactly(NoticeKind.ALERT);
    assertThat(alerts.delete(helen, rule.id())).isEqualTo(Alerts.Outcome.DONE);
    assertThat(alerts.delete(helen, rule.id())).isEqualTo(Alerts.Outcome.GONE);
    assertThat(told(helen)).isEmpty();
    assertThat(
            db.sql("select action from audit_entry where action like '%-alert' order by id")
                .query(String.class)
                .list())
        .endsWith("create-alert", "switch-off-alert", "switch-on-alert", "delete-alert");
  }
}
