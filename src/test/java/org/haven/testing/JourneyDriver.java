package org.haven.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.awaitility.core.ConditionTimeoutException;
import org.haven.casefile.By;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseStatus;
import org.haven.casefile.Conflicts;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.JourneyStatus;
import org.haven.casefile.JourneyView;
import org.haven.casefile.NewCase;
import org.haven.casefile.People;
import org.haven.casefile.PersonKind;
import org.haven.casefile.SafeContacts;
import org.haven.casefile.SharingLedger;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Known;
import org.haven.platform.StaffDirectory;
import org.haven.platform.Team;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.reportdomesticabuse.Channel;
import org.haven.reportdomesticabuse.IntakeReport;
import org.haven.reportdomesticabuse.IntakeReport.IntakeIncident;
import org.haven.reportdomesticabuse.IntakeReport.IntakePerson;
import org.haven.reportdomesticabuse.PartnerReports;
import org.haven.reportdomesticabuse.PublicReports;
import org.haven.reportdomesticabuse.ReportIntake;
import org.haven.reportdomesticabuse.ReporterKind;
import org.haven.tasks.AnswerResult;
import org.haven.tasks.AwaitedAnswers;
import org.haven.tasks.SubmitResult;
import org.haven.tasks.TaskActions;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Drives a journey as staff do: reports, waits for tasks, answers them, moves the time. All through
 * the services that the pages use, against the real broker.
 */
public final class JourneyDriver {
  /** What a scenario tells in confidence; none of it may reach the engine. */
  public static final List<String> SECRETS =
      List.of("Marguerite", "Delacroix", "Thistlewood", "960555", "whispered", "marzipan");

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration TURN = Duration.ofSeconds(2);

  /** More than the engine's resolution of timers, and too little for any date on record. */
  private static final Duration NUDGE = Duration.ofMillis(200);

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final JdbcClient db;
  private final StaffDirectory staff;
  private final ReportIntake intake;
  private final PartnerReports partners;
  private final TaskActions actions;
  private final JourneyRegister journeys;
  private final Conflicts conflicts;
  private final ApplicationContext haven;

  public JourneyDriver(ApplicationContext haven) {
    this.haven = haven;
    this.db = haven.getBean(JdbcClient.class);
    seedStaff();
    this.staff = haven.getBean(StaffDirectory.class);
    this.intake = haven.getBean(ReportIntake.class);
    this.partners = haven.getBean(PartnerReports.class);
    this.actions = haven.getBean(TaskActions.class);
    this.journeys = haven.getBean(JourneyRegister.class);
    this.conflicts = haven.getBean(Conflicts.class);
  }

  /** The fictional people of the local platform who act in scenarios, where there are none yet. */
  private void seedStaff() {
    for (String[] person :
        new String[][] {
          {"maya.okafor", "Maya Okafor", "OFFICER", "housing-solutions"},
          {"tom.reeve", "Tom Reeve", "OFFICER", "housing-solutions"},
          {"helen.marsh", "Helen Marsh", "OFFICER,SUPERVISOR", "housing-solutions"},
          {"grace.lindley", "Grace Lindley", "OFFICER", "tenancy-services"},
          {"david.achebe", "David Achebe", "OFFICER,SUPERVISOR", "tenancy-services"},
          {"kit.farrow", "Kit Farrow", "OFFICER", "out-of-hours"},
          {"nadia.petrov", "Nadia Petrov", "OFFICER,SUPERVISOR", "out-of-hours"},
          {"fiona.glass", "Fiona Glass", "OFFICER,SUPERVISOR", "safeguarding-lead"},
          {"clare.hodge", "Clare Hodge", "OFFICER,SUPERVISOR", "service-manager"},
          {"ivan.stroud", "Ivan Stroud", "OFFICER,SUPERVISOR", "service-manager"},
          {"ruth.callow", "Ruth Callow", "OFFICER", "housing-scheme-and-finance"},
          {"peter.nairn", "Peter Nairn", "OFFICER,SUPERVISOR", "housing-scheme-and-finance"},
          {"jo.tanner", "Jo Tanner", "OFFICER", "housing-maintenance"},
          {"ines.moreau", "Ines Moreau", "OFFICER,SUPERVISOR", "housing-maintenance"},
          {"leah.brandt", "Leah Brandt", "OFFICER", "complex-case-panel"},
          {"omar.siddiq", "Omar Siddiq", "OFFICER,SUPERVISOR", "complex-case-panel"},
          {"colin.drew", "Colin Drew", "OFFICER", "legal-services"},
          {"anita.rao", "Anita Rao", "OFFICER,SUPERVISOR", "legal-services"},
          {"mark.ellery", "Mark Ellery", "OFFICER,SUPERVISOR", "data-protection"},
          {"beth.quayle", "Beth Quayle", "OFFICER,POLICY_OWNER", "policy-owner"}
        }) {
      db.sql(
              """
              insert into staff (username, display_name, roles, teams)
              values (?, ?, string_to_array(?, ','), string_to_array(?, ','))
              on conflict do nothing
              """)
          .params(List.of(person))
          .update();
    }
  }

  /** A task as the list has it. */
  public record Task(
      long id,
      CaseRef caseRef,
      JourneyId journeyId,
      String elementId,
      Team team,
      boolean forSupervisor,
      String slaKey,
      Instant warnAt,
      Instant dueAt,
      @Nullable Instant warnedAt,
      @Nullable Instant breachedAt) {
    /** When it is due, as a clock in London shows it. */
    public String due() {
      return london(dueAt);
    }

    /** When its owner is told, as a clock in London shows it. */
    public String warns() {
      return london(warnAt);
    }
  }

  /** A moment as a clock in London shows it, such as {@code 2026-04-02T16:00}. */
  public static Instant at(String london) {
    return LocalDateTime.parse(london).atZone(WorkingCalendar.LONDON).toInstant();
  }

  /** As {@link #at} reads it. */
  public static String london(Instant moment) {
    return LocalDateTime.ofInstant(moment, WorkingCalendar.LONDON).toString();
  }

  /** Moves the engine's and Haven's clocks to that time in London. */
  public JourneyDriver moveTo(String london) {
    TestPlatform.moveTo(at(london));
    return this;
  }

  public ActingPerson person(String username) {
    return staff.find(username).orElseThrow();
  }

  /** A report taken at the counter, nobody in danger now, by the officer named. */
  public CaseRef report(String username, Map<String, Object> facts) {
    return report(username, Known.NO, facts, null);
  }

  /** A report in which the person said to abuse has this name. */
  public CaseRef reportNaming(String username, String perpetrator) {
    return take(username, Known.NO, Map.of("tenure", "private-rented"), null, perpetrator);
  }

  /** A report about two people of these names. */
  public CaseRef reportOf(
      String username, String victim, String perpetrator, Map<String, Object> facts) {
    return intake.take(aReport(Known.NO, facts, null, victim, perpetrator), person(username));
  }

  /** What the police send over the network. */
  public CaseRef reportByAgency() {
    partners.receive(
        new PartnerReports.Agency("kent-police"),
        UUID.randomUUID().toString(),
        new byte[] {1},
        aReport(Known.NO, Map.of(), null, "Edmund Thistlewood"),
        null);
    return new CaseRef(
        db.sql("select case_ref from partner_receipt order by received_at desc limit 1")
            .query(String.class)
            .single());
  }

  /** What somebody sends from the public pages. */
  public CaseRef reportOnline(Known danger) {
    var report = aReport(danger, Map.of(), null, "Edmund Thistlewood");
    haven.getBean(PublicReports.class).receive(report);
    return new CaseRef(
        db.sql("select case_ref from report where token = ?")
            .param(report.token())
            .query(String.class)
            .single());
  }

  public CaseRef report(
      String username, Known danger, Map<String, Object> facts, @Nullable CaseRef openCase) {
    return take(username, danger, facts, openCase, "Edmund Thistlewood");
  }

  private CaseRef take(
      String username,
      Known danger,
      Map<String, Object> facts,
      @Nullable CaseRef openCase,
      String perpetrator) {
    return intake.take(aReport(danger, facts, openCase, perpetrator), person(username));
  }

  private static IntakeReport aReport(
      Known danger, Map<String, Object> facts, @Nullable CaseRef openCase, String perpetrator) {
    return aReport(danger, facts, openCase, "Marguerite Delacroix", perpetrator);
  }

  private static IntakeReport aReport(
      Known danger,
      Map<String, Object> facts,
      @Nullable CaseRef openCase,
      String victim,
      String perpetrator) {
    var known = new LinkedHashMap<String, Object>();
    facts.forEach(
        (name, value) ->
            known.put(name, "yes".equals(value) || "no".equals(value) ? Known.of(value) : value));
    return new IntakeReport(
        UUID.randomUUID(),
        openCase,
        Channel.IN_PERSON,
        ReporterKind.SURVIVOR,
        danger,
        true,
        "He whispered that he would come back",
        "01632 960555",
        List.of(
            IntakePerson.named("victim", victim), IntakePerson.named("perpetrator", perpetrator)),
        IntakeIncident.unknown(),
        known);
  }

  /**
   * An open case that came to the officer Maya Okafor, with both parties and a way to reach her
   * that is safe now; no journey runs on it.
   *
   * @param facts routing facts on record ("yes" and "no" as forms have them); {@code leadTeam}
   *     names another lead than Housing Solutions
   */
  public CaseRef aCase(Map<String, ?> facts) {
    var by = new By("maya.okafor");
    var cases = haven.getBean(CaseFiles.class);
    var caseRef =
        cases.open(
            new NewCase(
                new Code("in-person"),
                haven.getBean(Clock.class).instant(),
                "maya.okafor",
                Team.HOUSING_SOLUTIONS,
                false),
            by);
    cases.status(caseRef, CaseStatus.OPEN, by);
    var people = haven.getBean(People.class);
    people.add(caseRef, PersonKind.VICTIM, Map.of("name", "Marguerite Delacroix"), by);
    people.add(caseRef, PersonKind.PERPETRATOR, Map.of("name", "Edmund Thistlewood"), by);
    haven
        .getBean(SafeContacts.class)
        .record(
            caseRef,
            true,
            Map.of("method", "phone", "detail", "01632 960555", "codeWord", "marzipan"),
            by);
    var known = new LinkedHashMap<String, Object>();
    facts.forEach(
        (name, value) ->
            known.put(name, "yes".equals(value) || "no".equals(value) ? Known.of(value) : value));
    var lead =
        Team.of(
            String.valueOf(
                Objects.requireNonNullElse(known.remove("leadTeam"), "housing-solutions")));
    if (known.remove("consent") instanceof String consent) {
      haven
          .getBean(SharingLedger.class)
          .record(caseRef, new Code("all"), new Code(consent), null, Map.of(), by);
    }
    haven.getBean(CaseFacts.class).put(caseRef, known, by);
    cases.assignLead(caseRef, lead, null, by);
    return caseRef;
  }

  /** From now on there is no safe way to reach her. */
  public void contactBecomesUnsafe(CaseRef caseRef) {
    haven
        .getBean(SafeContacts.class)
        .record(caseRef, false, Map.of("watched", "yes"), new By("maya.okafor"));
  }

  /** Asks for a journey as the case page or another journey does. */
  public JourneyId request(CaseRef caseRef, String processId, Map<String, ?> facts) {
    return journeys.request(caseRef, processId, facts, new By("maya.okafor"));
  }

  /** Asks for a risk assessment as the case page does. */
  public JourneyId requestRiskAssessment(CaseRef caseRef) {
    return journeys.request(caseRef, "assess-risk", Map.of(), By.SYSTEM);
  }

  /** Waits until the case has this task open. */
  public Task awaitTask(CaseRef caseRef, String elementId) {
    return until(
        "task " + elementId + " of " + caseRef,
        () -> tasks(caseRef).stream().filter(t -> t.elementId().equals(elementId)).findFirst());
  }

  /** Waits until the case has these open tasks and no others. */
  public void awaitOpenTasks(CaseRef caseRef, String... elementIds) {
    var wanted = new TreeSet<>(List.of(elementIds));
    until(
        "open tasks " + wanted + " of " + caseRef,
        () -> wanted.equals(openTasks(caseRef)) ? Optional.of(true) : Optional.empty());
  }

  /** The same of one journey of the case; what others do beside it comes when it comes. */
  public void awaitOpenTasksOf(CaseRef caseRef, String processId, String... elementIds) {
    var wanted = new TreeSet<>(List.of(elementIds));
    until(
        "open tasks " + wanted + " of " + processId + " of " + caseRef,
        () ->
            wanted.equals(openTasksOf(caseRef, processId)) ? Optional.of(true) : Optional.empty());
  }

  /** The open tasks of a case by the model's ids. */
  public Set<String> openTasks(CaseRef caseRef) {
    var open = new TreeSet<String>();
    tasks(caseRef).forEach(task -> open.add(task.elementId()));
    return open;
  }

  /** The open tasks of one journey of a case; others may be under way beside it. */
  public Set<String> openTasksOf(CaseRef caseRef, String processId) {
    return new TreeSet<>(
        db.sql(
                """
                select t.element_id from task t
                left join task_claim c on c.element_instance_key = t.element_instance_key
                where t.case_ref = ? and t.process_id = ? and t.status = 'OPEN'
                  and c.submitted_at is null
                """)
            .params(caseRef.value(), processId)
            .query(String.class)
            .list());
  }

  private List<Task> tasks(CaseRef caseRef) {
    return db.sql(
            """
            select t.*, c.warned_at, c.breached_at, c.moved_to
            from task t left join task_claim c on c.element_instance_key = t.element_instance_key
            where t.case_ref = ? and t.status = 'OPEN' and c.submitted_at is null
            order by t.opened_at, t.element_instance_key
            """)
        .param(caseRef.value())
        .query(JourneyDriver::task)
        .list();
  }

  /** The same task, as it is now. */
  public Task now(Task task) {
    return db.sql(
            """
            select t.*, c.warned_at, c.breached_at, c.moved_to
            from task t left join task_claim c on c.element_instance_key = t.element_instance_key
            where t.element_instance_key = ?
            """)
        .param(task.id())
        .query(JourneyDriver::task)
        .single();
  }

  public Task awaitWarned(Task task) {
    return until(
        "warning of " + task.elementId(),
        () -> Optional.of(now(task)).filter(t -> t.warnedAt() != null));
  }

  public Task awaitBreached(Task task) {
    return until(
        "breach of " + task.elementId(),
        () -> Optional.of(now(task)).filter(t -> t.breachedAt() != null));
  }

  /** Nobody does this task in time: its owner is warned and its supervisors are told. */
  public void letRunOut(Task task) {
    TestPlatform.moveTo(task.dueAt().plusSeconds(1));
    awaitBreached(awaitWarned(task));
  }

  /**
   * Waits until a journey of the case waits at this event: before the time moves on to it, since a
   * timer that is set when its moment has passed on a pinned clock may not fire.
   */
  public void awaitWaitingAt(CaseRef caseRef, String elementId) {
    awaitWaitingAt(caseRef, elementId, 1);
  }

  /**
   * @param visit how often journeys of the case have come there, this time included
   */
  public void awaitWaitingAt(CaseRef caseRef, String elementId, int visit) {
    until(
        "waiting at " + elementId + " of " + caseRef,
        () ->
            db
                .sql(
                    """
                    select count(*) from journey_step s
                    join journey j on j.process_instance_key = s.process_instance_key
                    where j.case_ref = ? and s.element_id = ?
                    having count(*) = ? and bool_or(s.left_at is null)
                    """)
                .params(caseRef.value(), elementId, visit)
                .query(Integer.class)
                .list()
                .stream()
                .findFirst());
  }

  /** Waits until a clock of this name runs for the case; when it is due, in London. */
  public String awaitClock(CaseRef caseRef, String name) {
    return until(
        "clock " + name + " of " + caseRef,
        () ->
            db
                .sql("select due_at from clock where case_ref = ? and sla_key = ? order by id desc")
                .params(caseRef.value(), name)
                .query(Timestamp.class)
                .list()
                .stream()
                .map(at -> london(at.toInstant()))
                .findFirst());
  }

  /** Somebody of the task's team who may do it. */
  public ActingPerson ownerOf(Task task) {
    var people =
        task.forSupervisor() ? staff.supervisorsOf(task.team()) : staff.membersOf(task.team());
    return people.stream()
        .filter(person -> !conflicts.isConflicted(task.caseRef(), person.username()))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Waits until the case waits for this answer and records it as the case page does.
   *
   * @param answer one of the model's answers, empty where there is none
   * @param dates by name, such as {@code meetingOn} to {@code 2026-05-14}
   */
  public void answer(CaseRef caseRef, String elementId, String answer, Map<String, String> dates) {
    var service = haven.getBean(AwaitedAnswers.class);
    var officer = anybodyOf(caseRef);
    var awaited =
        until(
            "wait " + elementId + " of " + caseRef,
            () ->
                service.of(officer, caseRef).stream()
                    .filter(one -> one.elementId().equals(elementId))
                    .findFirst());
    var days = new LinkedHashMap<String, LocalDate>();
    dates.forEach((name, day) -> days.put(name, LocalDate.parse(day)));
    assertThat(
            service.record(
                officer, caseRef, awaited.id(), answer, days, "Somebody whispered it by phone"))
        .as(elementId)
        .isInstanceOf(AnswerResult.Recorded.class);
  }

  /** An officer who may open the case. */
  private ActingPerson anybodyOf(CaseRef caseRef) {
    return staff.all().stream()
        .filter(person -> haven.getBean(CaseAccess.class).mayOpen(person, caseRef))
        .findFirst()
        .orElseThrow();
  }

  /** Waits for the task and answers it as somebody of its team. */
  public Task complete(CaseRef caseRef, String elementId, Map<String, ?> answers) {
    var task = awaitTask(caseRef, elementId);
    assertThat(actions.submit(ownerOf(task), task.id(), answers))
        .as(elementId)
        .isInstanceOf(SubmitResult.Saved.class);
    return task;
  }

  /** Answers a task as this person, whatever comes of it. */
  public SubmitResult submit(Task task, ActingPerson who, Map<String, ?> answers) {
    return actions.submit(who, task.id(), answers);
  }

  public Task outcome(CaseRef caseRef, String elementId, String outcome) {
    return complete(caseRef, elementId, Map.of("outcome", outcome));
  }

  /**
   * Two different people of the team pass the letter that waits, and it goes, or comes back to be
   * made again. What a scenario changes next changes nothing of it any more.
   */
  public void passLetter(CaseRef caseRef) {
    String letterId = passHeldLetter(caseRef);
    until(
        "letter " + letterId + " of " + caseRef + " sent",
        () ->
            db.sql("select status from letter where letter_id = ?")
                .param(letterId)
                .query(String.class)
                .optional()
                .filter(status -> !Set.of("checked", "sending").contains(status)));
  }

  /**
   * Two different people of the team pass the letter that waits, and it is kept until its journey
   * wants it sent.
   *
   * @return which letter
   */
  public String passHeldLetter(CaseRef caseRef) {
    var first = awaitTask(caseRef, "Task_CheckLetterAndBundle");
    var checkers =
        staff.membersOf(first.team()).stream()
            .filter(person -> !conflicts.isConflicted(caseRef, person.username()))
            .limit(2)
            .toList();
    assertThat(checkers).as("two who may check").hasSize(2);
    assertThat(actions.submit(checkers.getFirst(), first.id(), letterIsRight()))
        .isInstanceOf(SubmitResult.Saved.class);
    var second = awaitTask(caseRef, "Task_CheckLetterAgain");
    assertThat(actions.submit(checkers.getLast(), second.id(), letterIsRight()))
        .isInstanceOf(SubmitResult.Saved.class);
    return db.sql(
            "select l.letter_id from letter l"
                + " join task t on t.process_instance_key = l.process_instance_key"
                + " where t.element_instance_key = ?")
        .param(second.id())
        .query(String.class)
        .single();
  }

  /** Waits until a journey of the case that began as this process has ended; its end state. */
  public String awaitEnd(CaseRef caseRef, String processId) {
    return until(
        "end of " + processId + " of " + caseRef,
        () ->
            journeys.of(caseRef).stream()
                .filter(j -> j.processId().equals(processId) && j.endedAt() != null)
                .reduce((_, last) -> last)
                .map(j -> String.valueOf(j.endState())));
  }

  /** The journeys of the case that are asked for, running or over, by process id. */
  public List<JourneyView> journeys(CaseRef caseRef, String processId) {
    return journeys.of(caseRef).stream().filter(j -> j.processId().equals(processId)).toList();
  }

  /** Waits until a journey of this process was asked for. */
  public JourneyView awaitRequested(CaseRef caseRef, String processId) {
    return until(
        "request for " + processId + " of " + caseRef,
        () -> journeys(caseRef, processId).stream().findFirst());
  }

  /** Waits until so many journeys of this process have ended. */
  public void awaitEnded(CaseRef caseRef, String processId, int count) {
    until(
        count + " ended " + processId + " of " + caseRef,
        () ->
            journeys(caseRef, processId).stream()
                        .filter(
                            j ->
                                j.status() == JourneyStatus.ENDED
                                    || j.status() == JourneyStatus.STOPPED)
                        .count()
                    == count
                ? Optional.of(true)
                : Optional.empty());
  }

  /** Waits until the audit trail of a case has this. */
  public void awaitAudit(CaseRef caseRef, String action) {
    until(
        "audit " + action + " of " + caseRef,
        () -> audit(caseRef).contains(action) ? Optional.of(true) : Optional.empty());
  }

  /** What the audit trail says of a case, in order. */
  public List<String> audit(CaseRef caseRef) {
    return db.sql("select action from audit_entry where case_ref = ? order by id")
        .param(caseRef.value())
        .query(String.class)
        .list();
  }

  /** Nothing that a scenario told in confidence stands in any exported record. */
  public void assertNothingToldReachedTheEngine() {
    search("_refresh", null);
    for (String secret : SECRETS) {
      String found =
          search(
              "zeebe-record_variable*,zeebe-record_message*,zeebe-record_job*,"
                  + "zeebe-record_user-task*,zeebe-record_process-instance*/_search"
                  + "?ignore_unavailable=true&size=1",
              "{\"query\":{\"query_string\":{\"query\":\"*%s*\",\"fields\":[\"*\"],\"lenient\":true}}}"
                  .formatted(secret));
      assertThat(found).as(secret).contains("\"total\":{\"value\":0,");
    }
  }

  /**
   * Waits. A timer that the engine sets for a moment which its pinned clock has reached already
   * fires only when that clock moves again: so it is moved on a little now and then.
   */
  private <T> T until(String what, Callable<Optional<T>> found) {
    for (int turn = 1; ; turn++) {
      try {
        return await()
            .atMost(TURN)
            .pollInterval(Duration.ofMillis(50))
            .pollDelay(Duration.ZERO)
            .until(found, Optional::isPresent)
            .orElseThrow();
      } catch (ConditionTimeoutException e) {
        if (TURN.multipliedBy(turn).compareTo(PATIENCE) >= 0) {
          throw new AssertionError("Waited in vain for " + what + state(), e);
        }
        if (TestPlatform.clock().pinned()) {
          TestPlatform.forward(NUDGE);
        }
      }
    }
  }

  /** What may help to see why nothing came. */
  private String state() {
    var lines = new ArrayList<String>();
    lines.add("");
    db.sql("select case_ref, element_id, status from task where status = 'OPEN'")
        .query((row, _) -> "open " + row.getString(1) + " " + row.getString(2))
        .list()
        .forEach(lines::add);
    db.sql("select id, name, attempts, last_error from outbox where sent_at is null")
        .query(
            (row, _) -> "unsent " + row.getString(2) + " " + row.getInt(3) + " " + row.getString(4))
        .list()
        .forEach(lines::add);
    lines.add(
        "incidents "
            + search(
                "zeebe-record_incident*/_search?size=5&filter_path=hits.hits._source.value",
                "{\"query\":{\"term\":{\"intent\":\"CREATED\"}},\"sort\":[{\"position\":\"desc\"}]}"));
    return String.join("\n  ", lines);
  }

  private static String search(String path, @Nullable String body) {
    try {
      var request =
          HttpRequest.newBuilder(
                  URI.create(TestPlatform.platform().elasticsearchUrl() + "/" + path))
              .header("Content-Type", "application/json")
              .POST(
                  body == null
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofString(body))
              .build();
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      return e.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  private static Task task(ResultSet row, int number) throws SQLException {
    String moved = row.getString("moved_to");
    return new Task(
        row.getLong("element_instance_key"),
        new CaseRef(row.getString("case_ref")),
        new JourneyId(row.getString("journey_id")),
        row.getString("element_id"),
        Team.of(moved == null ? row.getString("team") : moved),
        row.getBoolean("for_supervisor"),
        row.getString("sla_key"),
        row.getTimestamp("warn_at").toInstant(),
        row.getTimestamp("due_at").toInstant(),
        instant(row.getTimestamp("warned_at")),
        instant(row.getTimestamp("breached_at")));
  }

  private static @Nullable Instant instant(@Nullable Timestamp at) {
    return at == null ? null : at.toInstant();
  }

  // what staff answer

  public static Map<String, Object> aSafeWay() {
    return Map.of(
        "contactAllowed", "yes",
        "method", "phone",
        "detail", "01632 960555",
        "codeWord", "marzipan",
        "watched", "no",
        "unsafeToTell", "Edmund Thistlewood");
  }

  public static Map<String, Object> noSafeWay() {
    return Map.of("contactAllowed", "no", "watched", "yes", "unsafeToTell", "Everybody at home");
  }

  public static Map<String, Object> aConversation() {
    var answers = new LinkedHashMap<String, Object>();
    answers.put("reached", "yes");
    answers.put("alone", "yes");
    answers.put("wishes", "To sleep without fear, she whispered");
    answers.put("personallyConnected", "yes");
    answers.put("isAbuse", "yes");
    answers.put("homelessNow", "no");
    answers.put("unsafeAtHome", "yes");
    answers.put("threat", "domestic-abuse");
    answers.put("furtherIntervention", "yes");
    return answers;
  }

  public static Map<String, Object> notReached() {
    return Map.of("reached", "no");
  }

  /** What a checker answers who found nothing wrong with a letter. */
  public static Map<String, Object> letterIsRight() {
    return Map.of(
        "pass", "yes",
        "recipientRight", "yes",
        "noSafeAddress", "yes",
        "noMarac", "yes",
        "neutralSender", "yes");
  }

  /** So many of the 24 questions yes, so many not asked, the rest no; no other ground. */
  public static Map<String, Object> answers(int yes, int notAsked, String incidentOn) {
    var answers = new LinkedHashMap<String, Object>();
    answers.put("mode", "with-her");
    answers.put("source", "She whispered it to us");
    for (int i = 1; i <= 24; i++) {
      answers.put(
          "risk%02d".formatted(i), i <= yes ? "yes" : i <= yes + notAsked ? "not-asked" : "no");
    }
    answers.put("incidentOn", incidentOn);
    answers.put("eventsSixMonths", 1);
    answers.put("newAbuse", "yes");
    answers.put("samePair", "yes");
    answers.put("suicideOrSelfHarm", "no");
    answers.put("childAffected", "no");
    answers.put("childHarmNow", "no");
    answers.put("adultCareNeeds", "no");
    answers.put("youngParty", "none");
    answers.put("otherAbuse", "no");
    answers.put("staffImplicated", "no");
    return answers;
  }

  public static Map<String, Object> with(Map<String, Object> answers, String key, Object value) {
    var changed = new LinkedHashMap<>(answers);
    changed.put(key, value);
    return changed;
  }

  public static Map<String, Object> judgement(boolean high) {
    return high
        ? Map.of("judgementHigh", "yes", "why", "The way she whispered his name")
        : Map.of("judgementHigh", "no");
  }

  public static Map<String, Object> options(String reviewOn, String... chosen) {
    return Map.of(
        "offered",
        List.of("support-plan", "sanctuary-scheme", "management-transfer"),
        "chosen",
        List.of(chosen),
        "steps",
        "Keep the phone charged",
        "reviewOn",
        reviewOn,
        "championConsulted",
        "not-needed");
  }
}
