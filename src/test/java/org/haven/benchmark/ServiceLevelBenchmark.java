package org.haven.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.haven.platform.CaseRef;
import org.haven.platform.Team;
import org.haven.sample.SamplePast;
import org.haven.supervision.reports.Publishing;
import org.haven.testing.PagesOfHaven;
import org.haven.testing.TestDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;

/**
 * What the pages of service levels and of published reports cost with 300,000 finished and 30,000
 * open tasks of 30,000 cases, printed and never judged: {@code mvn verify -Pbenchmark}. Times are
 * the server's.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway")
class ServiceLevelBenchmark extends PagesOfHaven {
  private static final int CASES = 30_000;
  private static final int TASKS = 330_000;
  private static final int EACH = 40;

  @Autowired JdbcClient db;
  @Autowired MockMvc mvc;
  @Autowired Clock clock;
  @Autowired Publishing publishing;

  @BeforeAll
  void world() {
    quiet();
    long from = System.nanoTime();
    var owner = TestDatabase.owner(db);
    var random = new Random(11);
    var refs = new String[CASES];
    for (int i = 0; i < CASES; i++) {
      refs[i] = CaseRef.next(random).value();
    }
    owner
        .sql(
            """
            insert into case_file (case_ref, status, channel, reported_at, lead_team, opened_by,
              created_at)
            select r, 'open', 'phone', now(), 'housing-solutions', 'system', now()
            from unnest(:refs::text[]) r on conflict do nothing
            """)
        .param("refs", refs)
        .update();
    owner
        .sql(
            """
            insert into case_conflict (case_ref, username, why, at, by)
            select r, 'helen.marsh', 'declared', now(), 'system'
            from unnest(:refs::text[]) with ordinality x(r, n) where n % 100 = 0
            """)
        .param("refs", refs)
        .update();
    // two years of tasks; one in eleven is open, one in nine was late
    owner
        .sql(
            """
            insert into task (element_instance_key, user_task_key, process_instance_key,
              process_definition_key, process_id, process_version, element_id, title, why,
              policy_clause, case_ref, journey_id, team, for_supervisor, follows_lead, form_id,
              sla_key, outcomes, reaches_her, status, opened_at, warn_at, due_at, done_at)
            select i, i, i, 1, (array['report-domestic-abuse','assess-risk','refer-to-marac',
                'management-transfer','sanctuary-scheme','homelessness-application',
                'support-plan','case-review','complaint'])[1 + i / 7 % 9], 1, 'Task_Do',
              'Hold first conversation', 'Why this is asked.', '7.1',
              (:refs::text[])[1 + i % cardinality(:refs::text[])], 'journey-' || i,
              (:teams::text[])[1 + i % cardinality(:teams::text[])], false, true,
              'task-outcome',
              (array['standard','firstContact','letterCheck','stage1','decisionLetter','riskAssessment',
                'complaintAck','supportNeeds','legalReview','sanctuarySurvey'])[1 + i / 3 % 10],
              '{done}', false,
              case when i % 11 = 0 then 'OPEN' else 'COMPLETED' end,
              case when i % 11 = 0 then now() - interval '2 days'
                else now() - (i::bigint * 37 % 730 + 3) * interval '1 day' end,
              now(),
              case when i % 11 = 0 then now() + (i::bigint * 53 % 300 - 40) * interval '1 hour'
                else now() - (i::bigint * 37 % 730) * interval '1 day' end,
              case when i % 11 = 0 then null
                else now() - (i::bigint * 37 % 730) * interval '1 day'
                  + (i % 9 - 7.5) * interval '2 hours' end
            from generate_series(20000000, 20000000 + :tasks - 1) i
            """)
        .param("refs", refs)
        .param("teams", List.of(Team.values()).stream().map(Team::code).toArray(String[]::new))
        .param("tasks", TASKS)
        .update();
    double put = (System.nanoTime() - from) / 1e9;
    owner.sql("select add_levels()").query(Long.class).single();
    owner.sql("vacuum analyze").update();
    System.out.printf("BENCHMARK levels: %,d tasks, put in in %.0f s%n", TASKS, put);
  }

  /** Ten years of a council with 12 reports a day, published in one go; then the pages. */
  @Test
  void printsWhatReportsCost() throws Exception {
    LocalDate month = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).withDayOfMonth(1);
    long made = System.nanoTime();
    var owner = TestDatabase.owner(db);
    var random = new Random(12);
    // in parts: what there is of one is still small when the next statement goes through it
    for (int i = 0; i < 40; i++) {
      new SamplePast(db).make(1_000, month.minusMonths(120), month, clock.instant(), random);
      owner.sql("analyze").update();
    }
    // this Haven has cases that count
    owner.sql("update case_file set sample = false where sample").update();
    owner.sql("vacuum analyze").update();
    long from = System.nanoTime();
    int versions = publishing.publish();
    System.out.printf(
        "BENCHMARK reports: 40,000 cases put in in %.0f s, %d periods published in %.1f s%n",
        (from - made) / 1e9, versions, (System.nanoTime() - from) / 1e9);
    from = System.nanoTime();
    publishing.publish();
    System.out.printf(
        "BENCHMARK reports: nothing new in %.1f s%n", (System.nanoTime() - from) / 1e9);
    for (String address :
        List.of(
            "",
            "/first-contact",
            "/options-ended",
            "/reports?asOfDay=1&asOfMonth=6&asOfYear=2026",
            ".csv?period=" + month.minusMonths(1).toString().substring(0, 7),
            ".pdf?period=" + month.minusMonths(1).toString().substring(0, 7))) {
      print("reports", "/supervision/reports" + address);
    }
  }

  @Test
  void printsWhatThePageCosts() throws Exception {
    for (String query :
        List.of(
            "",
            "?fromDay=1&fromMonth=1&fromYear=2025&by=month",
            "?fromDay=1&fromMonth=1&fromYear=2025&by=week",
            "?team=housing-solutions&journey=complaint",
            "?status=statutory")) {
      print("levels", "/supervision/service-levels" + query);
    }
  }

  private void print(String what, String address) throws Exception {
    var times = new ArrayList<Double>();
    for (int i = 0; i < EACH + 15; i++) {
      long from = System.nanoTime();
      int status =
          mvc.perform(get(address).with(user("helen.marsh"))).andReturn().getResponse().getStatus();
      assertThat(status).isEqualTo(200);
      if (i >= 15) {
        times.add((System.nanoTime() - from) / 1e6);
      }
    }
    times.sort(null);
    System.out.printf(
        "BENCHMARK %s %-60s p50 %.0f ms, p95 %.0f ms%n",
        what, address, times.get(EACH / 2), times.get(EACH * 95 / 100));
  }
}
