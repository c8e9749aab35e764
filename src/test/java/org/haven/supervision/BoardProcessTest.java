package org.haven.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyCollection;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.haven.casefile.By;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.Conflicts;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Models;
import org.haven.platform.StaffDirectory;
import org.haven.platform.Team;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.records.BruteForce;
import org.haven.records.BruteForce.Visit;
import org.haven.records.FigureFeed;
import org.haven.records.Figures.Which;
import org.haven.records.GeneratedRecords;
import org.haven.records.GeneratedRecords.Raw;
import org.haven.tasks.TakenIn;
import org.haven.tasks.TaskList;
import org.haven.tasks.Workloads;
import org.haven.testing.PagesOfHaven;
import org.haven.testing.TestDatabase;
import org.haven.testing.TestPlatform;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Every figure of the board is what going through all the records gives, and what the case database
 * says after it took in the same records: for somebody from whom cases are kept and for somebody
 * who may know of all. And each figure leads to as much work as it says, of which everybody sees
 * what they may open.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway")
class BoardProcessTest extends PagesOfHaven {
  private static final Instant NOW = Instant.parse("2026-11-20T14:30:00Z");
  private static final Instant FROM = Instant.parse("2026-09-01T08:00:00Z");

  /** Of journeys that call others: a third more in all. */
  private static final int INSTANCES = Integer.getInteger("haven.test.board.instances", 1_500);

  private static final int CASES = 200;
  private static final String HELEN = "helen.marsh"; // kept from some cases
  private static final String CLARE = "clare.hodge"; // kept from none
  private static final Set<String> KEPT =
      Set.of(
          GeneratedRecords.caseRef(3), GeneratedRecords.caseRef(17), GeneratedRecords.caseRef(44));

  @Autowired ApplicationContext context;
  @Autowired JdbcClient application;
  @Autowired Conflicts conflicts;
  @Autowired CaseAccess access;
  @Autowired StaffDirectory staff;
  @Autowired TaskList tasks;
  @Autowired InstanceRows rows;

  private final Clock then = Clock.fixed(NOW, ZoneOffset.UTC);
  private final Map<Long, String> said = new HashMap<>();
  private JdbcClient db;
  private FigureFeed feed;
  private BruteForce truth;
  private SupervisionBoard board;
  private WorkAtStage work;

  @BeforeAll
  void world() throws IOException {
    db = TestDatabase.owner(application);
    scripted();
    var all = new ArrayList<Raw>();
    new GeneratedRecords(23, 2, INSTANCES, CASES, FROM, NOW, Duration.ofDays(4))
        .forEachRemaining(all::add);
    truth = new BruteForce(all);
    feed = new FigureFeed(TestPlatform.platform().elasticsearchUrl(), "boardtest", NOW);
    export(all);
    casesAndJourneys();
    TakenIn.into(context, all.stream().map(Raw::exported).toList());
    board =
        new SupervisionBoard(
            feed.figures(), conflicts, TakenIn.workloads(context, then), models, List.of(), then);
    work = new WorkAtStage(feed.figures(), board, access, tasks, rows, then);
  }

  /** A part, then what a broker of another version is not sure of once more, and so on. */
  private void export(List<Raw> all) throws IOException {
    int third = all.size() / 3;
    for (var record : all.subList(0, third)) {
      feed.export(record, "8.6.0");
    }
    feed.readOn();
    for (var record : all.subList(third - 2_000, all.size())) {
      feed.export(record, "8.7.0");
    }
    for (var record : all.subList(all.size() / 2, all.size() / 2 + 2_000)) {
      feed.export(record, "8.6.0");
    }
    feed.readOn();
  }

  private void casesAndJourneys() {
    for (int i = 0; i < CASES; i++) {
      var caseRef = new CaseRef(GeneratedRecords.caseRef(i));
      Team lead = i % 3 == 0 ? Team.TENANCY_SERVICES : Team.HOUSING_SOLUTIONS;
      db.sql(
              """
              insert into case_file (case_ref, status, channel, reported_at, lead_team, opened_by,
                created_at)
              values (?, 'open', 'phone', now(), ?, 'system', now())
              """)
          .params(caseRef.value(), lead.code())
          .update();
      access.involve(caseRef, lead, new Code("task"));
    }
    KEPT.forEach(ref -> conflicts.add(new CaseRef(ref), HELEN, new Code("related"), By.SYSTEM));
    // of called ones the case database knows as well
    var known =
        truth.steps.values().stream()
            .filter(step -> step.type.equals("PROCESS"))
            .filter(step -> truth.caseOf(step.instance) != null)
            .toList();
    known.forEach(
        step -> said.put(step.instance, Objects.requireNonNull(truth.caseOf(step.instance))));
    db.sql(
            """
            insert into journey (journey_id, process_id, case_ref, correlation_key, status,
              process_instance_key, requested_at, requested_by)
            select 'JO-' || instance, process, ref, 'JO-' || instance, 'running', instance, at,
              'system'
            from unnest(:instances::bigint[], :processes::text[], :refs::text[],
              :moments::timestamptz[]) t(instance, process, ref, at)
            """)
        .param("instances", known.stream().map(step -> step.instance).toArray(Long[]::new))
        .param("processes", known.stream().map(step -> step.process).toArray(String[]::new))
        .param("refs", known.stream().map(step -> said.get(step.instance)).toArray(String[]::new))
        .param(
            "moments", known.stream().map(step -> step.entered.toString()).toArray(String[]::new))
        .update();
  }

  @AfterAll
  void close() throws IOException {
    feed.close();
  }

  @BeforeEach
  void scripted() {
    when(models.element(anyString(), anyInt(), anyString()))
        .thenAnswer(call -> Optional.of(element(call.getArgument(2))));
    when(models.element(anyLong(), anyString()))
        .thenAnswer(call -> Optional.of(element(call.getArgument(1))));
    when(models.processes()).thenReturn(List.of());
    when(records.variables(anyCollection(), any()))
        .thenAnswer(
            call -> {
              var found = new HashMap<Long, Map<String, String>>();
              for (Long scope : call.<Collection<Long>>getArgument(0)) {
                if (said.containsKey(scope)) {
                  found.put(scope, Map.of("caseRef", said.get(scope), "journeyId", "JO-" + scope));
                }
              }
              return found;
            });
  }

  private static Models.Element element(String id) {
    String type =
        id.equals("Task_Send")
            ? "serviceTask"
            : id.startsWith("Task_")
                ? "userTask"
                : id.startsWith("Call_") ? "callActivity" : "exclusiveGateway";
    return new Models.Element(
        id,
        type,
        "",
        "",
        Map.of("recordable", Boolean.toString(id.equals("Wait_Answer"))),
        null,
        null,
        null);
  }

  private ActingPerson person(String username) {
    return staff.find(username).orElseThrow();
  }

  private static Set<String> leftOut(String username) {
    return username.equals(HELEN) ? KEPT : Set.of();
  }

  // one by one, from the records

  /** A line for each figure of each journey and stage. */
  private Map<String, String> oneByOne(Set<String> leftOut) {
    var found = new TreeMap<String, String>();
    Predicate<Visit> shown = visit -> truth.shown(leftOut, visit.instance);
    var processes = new TreeSet<String>();
    truth.steps.values().forEach(step -> processes.add(step.process));
    for (String process : processes) {
      var of = shown.and(visit -> visit.process.equals(process));
      var instances =
          truth.steps.values().stream().filter(of.and(s -> s.type.equals("PROCESS"))).toList();
      var steps =
          truth.steps.values().stream()
              .filter(of.and(s -> !BruteForce.HOLD_OTHERS.contains(s.type)))
              .toList();
      var open = truth.tasks.values().stream().filter(of.and(t -> t.left == null)).toList();
      var stuck = truth.incidents.values().stream().filter(of.and(i -> i.left == null)).toList();
      if (instances.stream().noneMatch(i -> i.left == null || today(i.left))) {
        continue;
      }
      long waiting =
          steps.stream().filter(s -> s.left == null && s.element.equals("Wait_Answer")).count();
      found.put(process, figures(instances, open, stuck) + " waiting " + waiting);
      for (String element : steps.stream().map(s -> s.element).collect(Collectors.toSet())) {
        Predicate<Visit> here = visit -> visit.element.equals(element);
        var at = steps.stream().filter(here).toList();
        var openHere = open.stream().filter(here).toList();
        var stuckHere = stuck.stream().filter(here).toList();
        boolean stands = at.stream().anyMatch(s -> s.left == null);
        boolean moved = at.stream().anyMatch(s -> today(s.entered) || today(s.left));
        boolean lasts =
            !element(element).type().equals("exclusiveGateway")
                    && !element(element).type().equals("serviceTask")
                || element.equals("Wait_Answer");
        boolean presses =
            openHere.stream().anyMatch(t -> due(t) || late(t)) || !stuckHere.isEmpty();
        if (stands || presses || (moved && lasts)) {
          found.put(process + " " + element, figures(at, openHere, stuckHere));
        }
      }
    }
    return found;
  }

  private static String figures(List<Visit> visits, List<Visit> open, List<Visit> stuck) {
    return line(
        visits.stream().filter(v -> v.left == null).count(),
        visits.stream()
            .filter(v -> v.left == null)
            .map(v -> v.entered)
            .min(Instant::compareTo)
            .orElse(null),
        visits.stream().filter(v -> today(v.entered)).count(),
        visits.stream().filter(v -> today(v.left)).count(),
        open.stream().filter(BoardProcessTest::due).count(),
        open.stream().filter(BoardProcessTest::late).count(),
        stuck.size());
  }

  private static String line(
      long now, @Nullable Instant oldest, long in, long out, long due, long late, long stuck) {
    return "%d since %s, +%d -%d, due %d, late %d, stopped %d"
        .formatted(now, oldest, in, out, due, late, stuck);
  }

  private static boolean today(@Nullable Instant at) {
    return at != null && WorkingCalendar.dateOf(at).equals(WorkingCalendar.dateOf(NOW));
  }

  private static boolean late(Visit task) {
    return task.due.isBefore(NOW);
  }

  private static boolean due(Visit task) {
    return !late(task) && today(task.due);
  }

  private static Map<String, String> shown(Board board) {
    var found = new TreeMap<String, String>();
    for (var journey : board.journeys()) {
      found.put(
          journey.processId(),
          line(
                  journey.running(),
                  journey.oldest(),
                  journey.begun(),
                  journey.ended(),
                  journey.dueToday(),
                  journey.late(),
                  journey.incidents())
              + " waiting "
              + journey.waiting());
      for (var stage : journey.stages()) {
        found.put(
            journey.processId() + " " + stage.elementId(),
            line(
                stage.now(),
                stage.oldest(),
                stage.cameIn(),
                stage.wentOn(),
                stage.dueToday(),
                stage.late(),
                stage.incidents()));
      }
    }
    return found;
  }

  @Test
  void shouldShowWhatTheRecordsSay_oneByOne() {
    for (String username : List.of(HELEN, CLARE)) {
      var figures = shown(board.board(person(username)));
      assertThat(figures).as(username).isEqualTo(oneByOne(leftOut(username)));
      assertThat(figures).as("journeys and stages").hasSizeGreaterThan(25);
    }
    assertThat(shown(board.board(person(HELEN)))).isNotEqualTo(shown(board.board(person(CLARE))));
  }

  // from the case database

  private static final String THEIRS =
      """
       and not exists (select 1 from case_conflict h
         where h.case_ref = %s and h.username = :who)
      """;

  private Map<String, Long> counted(String sql, String username) {
    var found = new TreeMap<String, Long>();
    var ours = truth.steps.values().stream().map(s -> s.process).collect(Collectors.toSet());
    db.sql(sql)
        .param("who", username)
        .param("now", OffsetDateTime.ofInstant(NOW, ZoneOffset.UTC))
        .param("end", endOfDay())
        .query(
            row -> {
              if (row.getLong(2) > 0 && ours.contains(row.getString(1).split(" ")[0])) {
                found.put(row.getString(1), row.getLong(2));
              }
            });
    return found;
  }

  private static OffsetDateTime endOfDay() {
    LocalDate day = WorkingCalendar.dateOf(NOW).plusDays(1);
    return day.atStartOfDay(WorkingCalendar.LONDON).toOffsetDateTime();
  }

  /** What a figure of the stages comes to, of journeys that are of a case. */
  private static Map<String, Long> of(
      Board board, java.util.function.ToLongFunction<Board.Stage> figure) {
    var found = new TreeMap<String, Long>();
    for (var journey : board.journeys()) {
      if (!journey.processId().equals(GeneratedRecords.NOBODYS)) {
        for (var stage : journey.stages()) {
          if (figure.applyAsLong(stage) > 0) {
            found.put(journey.processId() + " " + stage.elementId(), figure.applyAsLong(stage));
          }
        }
      }
    }
    return found;
  }

  @Test
  void shouldShowWhatTheCaseDatabaseSays() {
    String steps =
        "select s.process_id || ' ' || s.element_id, count(*) from journey_step s"
            + " join journey j using (process_instance_key)"
            + " where s.element_type not in ('PROCESS', 'SUB_PROCESS', 'EVENT_SUB_PROCESS',"
            + " 'MULTI_INSTANCE_BODY')"
            + THEIRS.formatted("j.case_ref");
    String open =
        "select t.process_id || ' ' || t.element_id, count(*) from task t"
            + " where t.status = 'OPEN'"
            + THEIRS.formatted("t.case_ref");
    for (String username : List.of(HELEN, CLARE)) {
      var shown = board.board(person(username));
      String each = " group by 1";
      assertThat(of(shown, Board.Stage::now))
          .as("now")
          .isEqualTo(counted(steps + " and s.left_at is null" + each, username));
      assertThat(of(shown, Board.Stage::late))
          .as("late")
          .isEqualTo(counted(open + " and t.due_at < :now" + each, username));
      assertThat(of(shown, Board.Stage::dueToday))
          .as("due today")
          .isEqualTo(counted(open + " and t.due_at >= :now and t.due_at < :end" + each, username));
      assertThat(of(shown, Board.Stage::incidents))
          .as("stopped")
          .isEqualTo(
              counted(
                  "select i.process_id || ' ' || i.element_id, count(*) from journey_incident i"
                      + " join journey j using (process_instance_key)"
                      + " where i.resolved_at is null"
                      + THEIRS.formatted("j.case_ref")
                      + each,
                  username));
      var running = new TreeMap<String, Long>();
      shown.journeys().stream()
          .filter(journey -> !journey.processId().equals(GeneratedRecords.NOBODYS))
          .forEach(journey -> running.put(journey.processId(), journey.running()));
      assertThat(running)
          .as("running")
          .isEqualTo(
              counted(
                  "select s.process_id, count(*) from journey_step s"
                      + " join journey j using (process_instance_key)"
                      + " where s.element_type = 'PROCESS' and s.left_at is null"
                      + THEIRS.formatted("j.case_ref")
                      + each,
                  username));
    }
  }

  @Test
  void shouldShowTheTeamsWork_asTheRecordsHaveIt() {
    for (String username : List.of(HELEN, CLARE)) {
      var wanted = new TreeMap<String, String>();
      truth.tasks.values().stream()
          .filter(task -> task.left == null && truth.caseOf(task.instance) != null)
          .filter(task -> truth.shown(leftOut(username), task.instance))
          .collect(Collectors.groupingBy(task -> task.group.replaceFirst("-sup$", "")))
          .forEach(
              (team, open) ->
                  wanted.put(
                      team,
                      open.size()
                          + " "
                          + open.stream().filter(BoardProcessTest::due).count()
                          + " "
                          + open.stream().filter(BoardProcessTest::late).count()));
      var found = new TreeMap<String, String>();
      for (Workloads.Load load : board.board(person(username)).teams()) {
        found.put(load.team().code(), load.open() + " " + load.dueToday() + " " + load.late());
        assertThat(load.unclaimed()).isEqualTo(load.open());
      }
      assertThat(found).as(username).isEqualTo(wanted);
    }
  }

  // where figures lead

  @Test
  void shouldLeadToAsMuchWorkAsAFigureSays_ofWhichOneSeesWhatOneMayOpen() {
    for (String username : List.of(HELEN, CLARE, "david.achebe", "ines.moreau")) {
      var who = person(username);
      for (var journey : board.board(who).journeys()) {
        for (var stage : journey.stages()) {
          leads(who, journey.processId(), stage.elementId(), Which.ALL, stage.now());
          leads(who, journey.processId(), stage.elementId(), Which.LATE, stage.late());
          leads(who, journey.processId(), stage.elementId(), Which.DUE_TODAY, stage.dueToday());
          leads(who, journey.processId(), stage.elementId(), Which.INCIDENTS, stage.incidents());
        }
        leads(who, journey.processId(), null, Which.LATE, journey.late());
        leads(who, journey.processId(), null, Which.DUE_TODAY, journey.dueToday());
        leads(who, journey.processId(), null, Which.INCIDENTS, journey.incidents());
      }
    }
  }

  private void leads(
      ActingPerson who, String process, @Nullable String element, Which which, long count) {
    var pieces = new ArrayList<WorkAtStage.Piece>();
    long elsewhere = 0;
    for (Integer from = 0; from != null; ) {
      var slice = work.at(who, process, element, which, from);
      pieces.addAll(slice.pieces());
      elsewhere += slice.elsewhere();
      from = slice.next();
    }
    String what = "%s: %s %s %s".formatted(who.username(), process, element, which);
    assertThat(pieces.size() + elsewhere).as(what).isEqualTo(count);
    for (var caseRef :
        pieces.stream().map(WorkAtStage.Piece::caseRef).collect(Collectors.toSet())) {
      assertThat(access.mayOpen(who, caseRef)).as(what + ": " + caseRef).isTrue();
      assertThat(leftOut(who.username())).as(what).doesNotContain(caseRef.value());
    }
  }
}
