package org.haven.supervision.levels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.haven.casefile.By;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.Conflicts;
import org.haven.casefile.NewCase;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.StaffDirectory;
import org.haven.platform.Team;
import org.haven.platform.calendar.Sla;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.supervision.SupervisionBoard;
import org.haven.supervision.levels.GeneratedLimits.Expected;
import org.haven.testing.PagesOfHaven;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Counts of limits, held against counting one by one. */
@Tag("thorough")
@SuppressWarnings("NullAway") // Spring sets the fields
class ServiceLevelsTest extends PagesOfHaven {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  @Autowired JdbcClient db;
  @Autowired LevelRows rows;
  @Autowired ServiceLevels levels;
  @Autowired WorkingCalendar calendar;
  @Autowired CaseFiles files;
  @Autowired Conflicts conflicts;
  @Autowired StaffDirectory staff;

  private final List<CaseRef> cases = new ArrayList<>();

  /** Other tests share the database. */
  @AfterEach
  void clean() {
    db.sql(
            "delete from task_claim where element_instance_key in (select element_instance_key from"
                + " task where element_id = 'Task_Level')")
        .update();
    db.sql("delete from task where element_id = 'Task_Level'").update();
    db.sql("delete from clock where journey_id like 'level-%'").update();
    db.sql("delete from clock_change where journey_id like 'level-%'").update();
    db.sql("delete from journey_step where element_id = 'SubProcess_LocksUnderWay'").update();
    db.sql("delete from journey where journey_id like 'level-%'").update();
    db.sql("delete from service_level").update();
    db.sql("delete from case_conflict where case_ref = any (?::text[])")
        .param(cases.stream().map(CaseRef::value).toArray(String[]::new))
        .update();
    cases.clear();
  }

  @BeforeEach
  void someCases() {
    clean();
    for (int i = 0; i < 12; i++) {
      cases.add(
          files.open(
              new NewCase(new Code("phone"), NOW, null, Team.HOUSING_SOLUTIONS, false), By.SYSTEM));
    }
    conflicts.add(cases.get(3), "helen.marsh", new Code("related"), By.SYSTEM);
    conflicts.add(cases.get(4), "helen.marsh", new Code("related"), By.SYSTEM);
    conflicts.add(cases.get(4), "clare.hodge", new Code("related"), By.SYSTEM);
  }

  private List<Expected> generate(long seed, int count) {
    var limits = new GeneratedLimits(db, calendar, seed, NOW, cases);
    var random = new Random(seed);
    for (int i = 0; i < count; i++) {
      limits.make(i < GeneratedLimits.WAYS ? i : random.nextInt(GeneratedLimits.WAYS));
      if (random.nextInt(200) == 0) {
        rows.addIn();
      }
    }
    return limits.expected;
  }

  private Map<String, LevelCounts> found(LevelRows.Scope scope) {
    var found = new TreeMap<String, LevelCounts>();
    rows.counts(scope, NOW)
        .forEach(
            one ->
                found.merge(
                    one.slaKey() + " " + one.whole() + " " + one.bucket(),
                    one.counts(),
                    LevelCounts::plus));
    found.values().removeIf(LevelCounts::isNone);
    return found;
  }

  private static Map<String, LevelCounts> oneByOne(
      List<Expected> expected, LevelRows.Scope scope, Predicate<CaseRef> hidden) {
    var found = new TreeMap<String, LevelCounts>();
    for (var one : expected) {
      LocalDate day = one.day();
      boolean inside = day == null || !day.isBefore(scope.from()) && !day.isAfter(scope.to());
      if (!inside
          || hidden.test(one.caseRef())
          || scope.team() != null && scope.team() != one.team()
          || scope.processId() != null && !scope.processId().equals(one.processId())
          || scope.slaKeys() != null && !scope.slaKeys().contains(one.slaKey())) {
        continue;
      }
      found.merge(
          one.slaKey() + " " + one.whole() + " " + bucket(day, scope.unit()),
          one.counts(),
          LevelCounts::plus);
    }
    return found;
  }

  private static @Nullable LocalDate bucket(@Nullable LocalDate day, ServiceLevels.Unit unit) {
    return day == null ? null : unit.first(day);
  }

  @Test
  void shouldCountWhatCountingOneByOneGives_whateverTheEnding() {
    // given
    var expected = generate(1, 3_000);
    Map<String, Predicate<CaseRef>> hidden =
        Map.of(
            "helen.marsh", ref -> ref.equals(cases.get(3)) || ref.equals(cases.get(4)),
            "clare.hodge", ref -> ref.equals(cases.get(4)),
            "fiona.glass", _ -> false);
    var random = new Random(7);
    // then: with what is beside the days, added in, and counted anew
    for (String state : List.of("beside", "added in", "anew")) {
      if (state.equals("added in")) {
        rows.addIn();
        assertThat(rows.addIn()).isZero();
      }
      if (state.equals("anew")) {
        assertThat(rows.recount()).isZero();
        db.sql("delete from service_level_total").update();
        assertThat(rows.recount()).isPositive();
      }
      hidden.forEach(
          (username, isHidden) -> {
            for (int i = 0; i < 12; i++) {
              LocalDate from = LocalDate.of(2025, 9, 1).plusDays(i == 0 ? 0 : random.nextInt(450));
              LocalDate to =
                  i == 0 ? LocalDate.of(2026, 11, 30) : from.plusDays(random.nextInt(90));
              var scope =
                  new LevelRows.Scope(
                      from,
                      to,
                      i % 2 == 0 ? ServiceLevels.Unit.WEEK : ServiceLevels.Unit.MONTH,
                      username,
                      i % 3 == 1 ? Team.TENANCY_SERVICES : null,
                      i % 4 == 2 ? "complaint" : null,
                      i % 5 == 4 ? List.of("standard", "sar") : null);
              assertThat(found(scope))
                  .as(state + " " + scope)
                  .isEqualTo(oneByOne(expected, scope, isHidden));
            }
          });
    }
  }

  @Test
  void shouldComeOutTheSame_whenTheTaskListIsMadeAnew() {
    // given
    generate(2, 400);
    var all =
        new LevelRows.Scope(
            LocalDate.of(2025, 1, 1),
            LocalDate.of(2026, 12, 31),
            ServiceLevels.Unit.MONTH,
            "fiona.glass",
            null,
            null,
            null);
    var before = found(all);
    // when
    List<String> tasks =
        db.sql("select to_jsonb(t)::text from task t where element_id = 'Task_Level'")
            .query(String.class)
            .list();
    db.sql("delete from task where element_id = 'Task_Level'").update();
    assertThat(found(all)).isNotEqualTo(before);
    for (String task : tasks) {
      db.sql("insert into task select * from jsonb_populate_record(null::task, ?::jsonb)")
          .param(task)
          .update();
    }
    // then
    assertThat(found(all)).isEqualTo(before);
  }

  @Test
  void shouldKeepTheCounts_whenACaseIsDisposedOf() {
    // given: what happened to a clock is deleted with the case
    generate(3, 200);
    db.sql(
            "delete from clock where element_instance_key in (select id from service_level where"
                + " ended_at is null)")
        .update();
    db.sql("delete from service_level where ended_at is null").update();
    var all =
        new LevelRows.Scope(
            LocalDate.of(2025, 1, 1),
            LocalDate.of(2026, 12, 31),
            ServiceLevels.Unit.MONTH,
            "fiona.glass",
            null,
            null,
            null);
    var before = found(all);
    // when
    db.sql("update case_file set status = 'disposed' where case_ref = any (?::text[])")
        .param(cases.stream().map(CaseRef::value).toArray(String[]::new))
        .update();
    db.sql("delete from clock_change where journey_id like 'level-%'").update();
    db.sql("delete from journey_step where element_id = 'SubProcess_LocksUnderWay'").update();
    db.sql("select know_levels_of_tasks(array(select id from service_level))").query().listOfRows();
    db.sql("select know_levels_of_clocks(array(select id from service_level))")
        .query()
        .listOfRows();
    // then
    assertThat(found(all)).isEqualTo(before);
  }

  @Test
  void shouldTellStatuteApart_andSayWhereALimitComesFrom() {
    // given
    generate(4, 300);
    var helen = staff.find("helen.marsh").orElseThrow();
    LocalDate to = LocalDate.of(2026, 11, 20);
    var asked =
        new ServiceLevels.Asked(
            to.minusDays(500), to, ServiceLevels.Unit.MONTH, null, null, null, null);
    // when
    var found = levels.of(helen, asked);
    // then
    assertThat(found.lines().getFirst().status()).isEqualTo(Sla.Status.STATUTORY);
    assertThat(found.lines()).extracting(ServiceLevels.Line::status).isSorted();
    assertThat(found.lines())
        .filteredOn(line -> line.slaKey().equals("sar"))
        .extracting(ServiceLevels.Line::source)
        .containsExactly("UK GDPR art. 12(3); each paused day moves it by one");
    assertThat(found.trend()).hasSize(17);
    assertThat(found.trend().stream().mapToLong(one -> one.counts().decided()).sum())
        .isEqualTo(found.total().decided());
    // and one status alone
    var local =
        levels.of(
            helen,
            new ServiceLevels.Asked(
                to.minusDays(500),
                to,
                ServiceLevels.Unit.MONTH,
                null,
                null,
                Sla.Status.LOCAL,
                null));
    assertThat(local.total()).isEqualTo(found.total(Sla.Status.LOCAL));
    // and not for whoever supervises nobody
    assertThatThrownBy(() -> levels.of(staff.find("maya.okafor").orElseThrow(), asked))
        .isInstanceOf(SupervisionBoard.NotAllowedException.class);
  }

  @Test
  void shouldHaveAWordAndASource_forEveryLimitOfTheTable() {
    var sources = new LimitSources();
    assertThat(sources.on(LocalDate.of(2026, 11, 20))).hasSizeGreaterThan(55);
    assertThat(sources.of("dpComplaintAck", LocalDate.of(2026, 6, 18)))
        .get()
        .extracting(LimitSources.Limit::status)
        .isEqualTo(Sla.Status.LOCAL);
    assertThat(sources.of("dpComplaintAck", LocalDate.of(2026, 6, 19)))
        .get()
        .extracting(LimitSources.Limit::status)
        .isEqualTo(Sla.Status.STATUTORY);
    assertThat(sources.on(LocalDate.of(2026, 11, 20)))
        .allSatisfy(limit -> assertThat(limit.source()).isNotBlank());
  }
}
