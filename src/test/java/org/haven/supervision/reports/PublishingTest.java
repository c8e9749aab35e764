package org.haven.supervision.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Role;
import org.haven.platform.Suppression;
import org.haven.reportdomesticabuse.Channel;
import org.haven.sample.SamplePast;
import org.haven.supervision.reports.MeasureCounts.Counted;
import org.haven.supervision.reports.PublishedReports.State;
import org.haven.testing.MovableClock;
import org.haven.testing.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Published figures, held against counting one by one. */
@Tag("thorough")
@SuppressWarnings("NullAway") // the rows are there
class PublishingTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final LocalDate FROM = LocalDate.of(2025, 9, 1);
  private static final LocalDate TO = LocalDate.of(2026, 11, 1);
  private static final ActingPerson HELEN =
      new ActingPerson("helen.marsh", "Helen Marsh", Set.of(Role.SUPERVISOR), Set.of());

  private final DataSource source = TestDatabase.fresh();
  private final JdbcClient db = JdbcClient.create(source);
  private final TransactionTemplate transaction =
      new TransactionTemplate(new DataSourceTransactionManager(source));
  private final MovableClock clock = new MovableClock();
  private final MeasureCounts counts = new MeasureCounts(db, true);
  private final ReportRows rows = new ReportRows(db);
  private final Publishing publishing =
      new Publishing(counts, rows, Mockito.mock(Audit.class), clock);
  private final PublishedReports reports = new PublishedReports(rows, clock);
  private final Random random = new Random(5);
  private long key = 1;

  {
    clock.moveTo(NOW);
  }

  private int publish() {
    return Objects.requireNonNull(transaction.execute(_ -> publishing.publish()));
  }

  private static Measure measure(String id) {
    return MeasureCounts.ALL.stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
  }

  private void past(int cases) {
    transaction.executeWithoutResult(_ -> new SamplePast(db).make(cases, FROM, TO, NOW, random));
  }

  // what happens at the edges

  private String aCase(String reportedAt, String... teams) {
    String ref = CaseRef.next(random).value();
    db.sql(
            """
            insert into case_file (case_ref, status, channel, reported_at, opened_by, created_at)
            values (?, 'open', 'phone', ?, 'system', ?)
            """)
        .params(ref, at(reportedAt), at(reportedAt))
        .update();
    for (String team : teams) {
      lead(ref, team, reportedAt);
    }
    return ref;
  }

  private void lead(String ref, String team, String at) {
    db.sql("insert into case_lead (case_ref, lead_team, at, by) values (?, ?, ?, 'system')")
        .params(ref, team, at(at))
        .update();
  }

  private void report(String ref, String channel, String at) {
    db.sql(
            """
            insert into report (report_id, token, case_ref, incident_id, channel, reporter_kind,
              immediate_danger, out_of_hours, disclosure_taken, sealed, received_at, received_by)
            values (?, gen_random_uuid(), ?, 'x', ?, 'survivor', 'no', false, true, '{}', ?, 'system')
            """)
        .params("edge-" + key++, ref, channel, at(at))
        .update();
  }

  private void conversation(String ref, boolean held, String at) {
    db.sql(
            """
            insert into first_conversation (task_id, case_ref, journey_id, held, sealed, at, by)
            values (?, ?, 'edge', ?, '{}', ?, 'system')
            """)
        .params(key++, ref, held, at(at))
        .update();
  }

  private void flag(String ref, String from, String ends, String at) {
    db.sql(
            """
            insert into tenancy_flag (case_ref, journey_id, step_key, from_on, ends_on, at, by)
            values (?, 'edge', ?, ?, ?, ?, 'system')
            """)
        .params(ref, key++, LocalDate.parse(from), LocalDate.parse(ends), at(at))
        .update();
  }

  private void works(
      String ref, String job, String ordered, @Nullable String closed, @Nullable String outcome) {
    String journey = "edge-works-" + key;
    db.sql(
            """
            insert into journey (journey_id, process_id, case_ref, correlation_key, status,
              requested_at, requested_by)
            values (?, 'sanctuary-scheme', ?, ?, 'ended', ?, 'system')
            """)
        .params(journey, ref, journey, at(ordered))
        .update();
    db.sql(
            """
            insert into works_order (works_order_id, case_ref, journey_id, jobs, ready_from,
              ready_to, sealed, status, ordered_at, closed_at, outcome, by, element_instance_key)
            values (?, ?, ?, ?, '2026-01-01', '2026-01-02', '{}', 'ordered', ?, ?, ?, 'system', ?)
            """)
        .params(
            Arrays.asList(
                "WO-" + CaseRef.next(random).value().substring(3) + "22",
                ref,
                journey,
                new String[] {job},
                at(ordered),
                closed == null ? null : at(closed),
                outcome,
                key++))
        .update();
  }

  private void ended(String ref, String process, String state, String at) {
    db.sql(
            """
            insert into journey (journey_id, process_id, case_ref, correlation_key, status,
              requested_at, requested_by, ended_at, end_state)
            values (?, ?, ?, ?, 'ended', ?, 'system', ?, ?)
            """)
        .params("edge-ended-" + key++, process, ref, "edge-" + key, at(at), at(at), state)
        .update();
  }

  private static OffsetDateTime at(String instant) {
    return Instant.parse(instant).atOffset(ZoneOffset.UTC);
  }

  private void edges() {
    // the last second of a summer month in London, and the first of the next
    String late = aCase("2026-05-31T22:59:59Z", "tenancy-services");
    report(late, "phone", "2026-05-31T22:59:59Z");
    report(late, "online", "2026-05-31T23:00:00Z");
    // reached on the last second that counts, and one after it
    conversation(late, false, "2026-06-01T09:00:00Z");
    conversation(late, true, "2026-06-28T22:59:59Z");
    String tooLate = aCase("2026-03-01T12:00:00Z");
    report(tooLate, "phone", "2026-03-01T12:00:00Z");
    conversation(tooLate, true, "2026-03-29T12:00:01Z");
    // never reached, and not yet certain
    report(aCase("2026-02-10T12:00:00Z"), "staff", "2026-02-10T12:00:00Z");
    report(aCase("2026-10-25T12:00:00Z"), "staff", "2026-10-25T12:00:00Z");
    // the same survivor in two cases: reached in one of them
    String first = aCase("2026-04-01T08:00:00Z", "housing-solutions");
    String second = aCase("2026-04-03T08:00:00Z", "out-of-hours");
    report(first, "phone", "2026-04-01T08:00:00Z");
    report(second, "phone", "2026-04-03T08:00:00Z");
    conversation(second, true, "2026-04-03T10:00:00Z");
    for (String one : List.of(first, second)) {
      db.sql("insert into case_group (case_ref, lead_case) values (?, ?)")
          .params(one, first)
          .update();
    }
    // another team leads in the month after
    lead(first, "tenancy-services", "2026-05-02T08:00:00Z");
    // a flag that is set anew before it ends, and one that has ended
    flag(first, "2025-12-10", "2026-01-31", "2025-12-10T10:00:00Z");
    flag(first, "2025-12-10", "2026-12-31", "2026-01-20T10:00:00Z");
    flag(second, "2026-04-04", "2026-05-20", "2026-04-04T10:00:00Z");
    // works: never answered, answered after the time, cancelled in and after it
    works(first, "change-locks", "2026-02-01T10:00:00Z", null, null);
    works(first, "change-locks", "2026-02-01T10:00:00Z", "2026-03-20T10:00:00Z", "completed");
    works(first, "change-locks", "2026-02-01T10:00:00Z", "2026-02-20T10:00:00Z", "cancelled");
    works(second, "fit-bars", "2026-02-01T10:00:00Z", "2026-03-20T10:00:00Z", "no-access");
    works(second, "fit-bars", "2026-03-31T22:30:00Z", "2026-03-31T23:30:00Z", "completed");
    // applications: stopped without a reason, and a review, which is none; a transfer without Band
    // A
    ended(first, "homelessness-application", "application-stopped", "2026-02-11T10:00:00Z");
    ended(first, "homelessness-application", "review-upheld", "2026-02-11T10:00:00Z");
    ended(second, "management-transfer", "refused", "2026-02-11T10:00:00Z");
    ended(second, "sanctuary-scheme", "locks-only", "2026-02-28T23:59:59Z");
    // the policy's own file is no case
    db.sql("insert into policy_file (case_ref) values (?)")
        .param(aCase("2020-01-01T08:00:00Z"))
        .update();
  }

  private static Map<String, Integer> plain(Counted counted) {
    var plain = new TreeMap<String, Integer>();
    plain.put("total", counted.total());
    counted
        .counts()
        .forEach(
            (breakdown, keys) ->
                keys.forEach((one, count) -> plain.put(breakdown.id() + " " + one, count)));
    plain.values().removeIf(count -> count == 0);
    return plain;
  }

  private static Map<Span.Kind, LocalDate> begins() {
    return Map.of(
        Span.Kind.MONTH, LocalDate.of(2025, 4, 1),
        Span.Kind.QUARTER, LocalDate.of(2025, 4, 1),
        Span.Kind.YEAR, LocalDate.of(2025, 4, 1));
  }

  @Test
  void shouldCountWhatCountingOneByOneGives_inEveryPeriod() {
    // given
    past(400);
    edges();
    // when
    var oneByOne = new OneByOne(db);
    // then
    int seen = 0;
    for (Measure measure : MeasureCounts.ALL) {
      LocalDate from = begins().getOrDefault(measure.kind(), FROM);
      LocalDate to = Span.of(measure.kind(), LocalDate.of(2026, 10, 31)).next().first();
      int total = 0;
      for (var found : counts.count(measure, from, to).entrySet()) {
        Span span = found.getKey();
        Counted counted = found.getValue();
        assertThat(plain(counted))
            .as(measure.id() + " " + span.code())
            .isEqualTo(oneByOne.counts(measure, span));
        if (measure.length() != null) {
          assertThat(counted.median()).isEqualTo(oneByOne.percentile(measure, span, 50));
          assertThat(counted.p90()).isEqualTo(oneByOne.percentile(measure, span, 90));
        }
        total += counted.total();
      }
      assertThat(total).as(measure.id()).isPositive();
      seen += total;
    }
    assertThat(seen).isGreaterThan(3_000);
    assertThat(counts.count(measure("reports"), LocalDate.of(2026, 6, 1), LocalDate.of(2026, 7, 1)))
        .hasSize(1);
  }

  @Test
  void shouldHaveAPlaceForEveryChannel() {
    assertThat(measure("reports").breakdowns().getFirst().keys())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Channel.values()).map(Channel::code).toList());
  }

  @Test
  void shouldLeaveFictionalCasesOut_whereTheOthersAreReal() {
    past(60);
    edges();
    var real =
        new MeasureCounts(db, false)
            .count(measure("reports"), FROM, TO).values().stream().mapToInt(Counted::total).sum();
    assertThat(real).isEqualTo(7);
  }

  @Test
  void shouldPublishEachPeriodOnce_whateverIsAskedAtOnce() throws Exception {
    // given
    past(120);
    // when two nodes wake up at once, and again
    try (var nodes = Executors.newFixedThreadPool(2)) {
      Callable<Integer> node = this::publish;
      int published = 0;
      for (var one : nodes.invokeAll(List.of(node, node))) {
        published += one.get();
      }
      // then 14 months, 4 quarters and a bit, one financial year
      assertThat(published).isEqualTo(14 + 5 + 1);
    }
    assertThat(publish()).isZero();
    clock.moveTo(NOW.plusSeconds(86_400L * 20)); // another month, nothing new but November
    assertThat(publish()).isEqualTo(1);
    assertThat(
            db.sql("select count(*) from report_publication where version > 1")
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  void shouldShowWhatStoodThen_whenLateEntriesChangedIt() {
    // given: 8 reports by telephone, and 1 online, which hides another
    for (int i = 0; i < 60; i++) {
      String ref = aCase("2026-10-05T10:00:00Z", "housing-solutions");
      report(ref, i == 0 ? "writing" : i < 30 ? "phone" : "in-person", "2026-10-05T10:00:00Z");
    }
    Span october = new Span(Span.Kind.MONTH, LocalDate.of(2026, 10, 1));
    assertThat(publish()).isEqualTo(1);
    var reported = measure("reports");
    var channel = reported.breakdowns().getFirst();
    var first = reports.edition(HELEN, october, LocalDate.of(2026, 11, 20));
    assertThat(first.total(reported)).isEqualTo(60);
    assertThat(first.count(reported, channel, "writing")).isNull();
    var hidden =
        channel.keys().stream().filter(k -> first.count(reported, channel, k) == null).toList();
    // when late entries come, in the same month
    for (int i = 0; i < 20; i++) {
      report(aCase("2026-10-06T10:00:00Z", "housing-solutions"), "writing", "2026-10-06T10:00:00Z");
    }
    assertThat(publish()).as("at most one version in a month").isZero();
    clock.moveTo(Instant.parse("2026-12-01T04:00:00Z"));
    assertThat(publish()).isEqualTo(2);
    // then
    var second = reports.edition(HELEN, october, LocalDate.of(2026, 12, 1));
    assertThat(second.inForce().orElseThrow().number()).isEqualTo(2);
    assertThat(second.total(reported)).isEqualTo(80);
    for (String key : hidden) {
      assertThat(second.count(reported, channel, key)).as(key).isNull();
    }
    // and the first stands as it stood
    var again = reports.edition(HELEN, october, LocalDate.of(2026, 11, 30));
    assertThat(again.figures()).isEqualTo(first.figures());
    assertThat(again.inForce().orElseThrow().number()).isEqualTo(1);
    assertThat(reports.edition(HELEN, october, LocalDate.of(2026, 11, 19)).state())
        .isEqualTo(State.NOT_YET);
  }

  @Test
  void shouldSayWhyThereIsNothing() {
    Span november = new Span(Span.Kind.MONTH, LocalDate.of(2026, 11, 1));
    LocalDate today = LocalDate.of(2026, 11, 20);
    assertThat(publish()).isZero();
    assertThat(reports.edition(HELEN, november.before(), today).state()).isEqualTo(State.NOTHING);
    String ref = aCase("2026-10-05T10:00:00Z");
    report(ref, "phone", "2026-10-05T10:00:00Z");
    publish();
    assertThat(reports.edition(HELEN, november, today).state()).isEqualTo(State.NOT_OVER);
    var october = reports.edition(HELEN, november.before(), today);
    assertThat(october.state()).isEqualTo(State.PUBLISHED);
    assertThat(october.partly()).isTrue();
    assertThat(october.total(measure("reports"))).as("fewer than five").isNull();
    assertThat(reports.edition(HELEN, november.before().before(), today).state())
        .isEqualTo(State.BEFORE_RECORDS);
  }

  @Test
  void shouldNotTellOfACase_whenItIsDisposedOf() {
    // given
    var refs = new ArrayList<String>();
    for (int i = 0; i < 30; i++) {
      String ref = aCase("2026-10-05T10:00:00Z", "housing-solutions");
      report(ref, "phone", "2026-10-05T10:00:00Z");
      refs.add(ref);
    }
    publish();
    // when
    db.sql("delete from report where case_ref = ?").param(refs.getFirst()).update();
    db.sql("update case_file set status = 'disposed' where case_ref = ?")
        .param(refs.getFirst())
        .update();
    clock.moveTo(Instant.parse("2026-12-01T04:00:00Z"));
    publish();
    // then what was published stays, and the next month is published
    Span october = new Span(Span.Kind.MONTH, LocalDate.of(2026, 10, 1));
    var edition = reports.edition(HELEN, october, LocalDate.of(2026, 12, 1));
    assertThat(edition.versions()).hasSize(1);
    assertThat(edition.total(measure("reports"))).isEqualTo(30);
    assertThat(rows.versions(october.next())).hasSize(1);
  }

  @Test
  void shouldHideWhatIsSmall_andPublishWhatWasCounted() {
    past(400);
    publish();
    int hidden = 0;
    int shown = 0;
    for (Measure measure : MeasureCounts.ALL) {
      LocalDate from =
          measure.kind() == Span.Kind.YEAR ? LocalDate.of(2025, 4, 1) : LocalDate.of(2025, 10, 1);
      LocalDate to = Span.of(measure.kind(), LocalDate.of(2026, 11, 1)).first();
      for (var one : counts.count(measure, from, to).entrySet()) {
        var edition = reports.edition(HELEN, one.getKey(), LocalDate.of(2026, 11, 20));
        Long total = edition.total(measure);
        assertThat(total)
            .isEqualTo(
                one.getValue().total() < Suppression.LEAST
                    ? null
                    : Long.valueOf(one.getValue().total()));
        for (var breakdown : measure.breakdowns()) {
          int notTold = 0;
          for (String of : breakdown.keys()) {
            Long value = edition.count(measure, breakdown, of);
            if (value == null) {
              notTold++;
              hidden++;
            } else {
              shown++;
              assertThat(value)
                  .isGreaterThanOrEqualTo(Suppression.LEAST)
                  .isEqualTo(Long.valueOf(one.getValue().counts().get(breakdown).get(of)));
            }
          }
          assertThat(notTold).isNotEqualTo(1);
        }
      }
    }
    assertThat(hidden).isPositive();
    assertThat(shown).isPositive();
  }

  @Test
  void shouldTellAPercentile_whereFiveWaitedNoLongerAndFiveNoLess() {
    assertThat(Publishing.isShown(8, 50)).isFalse();
    assertThat(Publishing.isShown(9, 50)).isTrue();
    assertThat(Publishing.isShown(39, 90)).isFalse();
    assertThat(Publishing.isShown(40, 90)).isTrue();
    assertThat(Publishing.isShown(0, 50)).isFalse();
  }

  @Test
  void shouldCrossNoBreakdowns_andHaveOneKindOfPeriodForEachMeasure() {
    assertThat(MeasureCounts.ALL.stream().map(Measure::id)).doesNotHaveDuplicates();
    for (Measure measure : MeasureCounts.ALL) {
      for (var one : measure.breakdowns()) {
        assertThat(one.keys()).doesNotHaveDuplicates().hasSizeGreaterThan(1);
        assertThat(one == Measure.TEAM || !one.id().equals("team")).isTrue();
      }
    }
  }
}
