package org.haven.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.haven.platform.CaseRef;
import org.haven.platform.Team;
import org.haven.testing.AllButTheEngine;
import org.haven.testing.PagesOfHaven;
import org.haven.testing.TestDatabase;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a page of the tasklist costs with 100,000 open tasks and 300 officers, 30 of them at work,
 * printed and never judged: {@code mvn verify -Pbenchmark}. Times are those of whole requests over
 * HTTP, measured on the same machine.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway")
class TaskListBenchmark extends PagesOfHaven {
  private static final int TASKS = Integer.getInteger("benchmark.tasks", 100_000);
  private static final int OFFICERS = 300;
  private static final int AT_ONCE = 30;
  private static final int WARM = 20;
  private static final int EACH = 15;

  /** Between two looks of an officer, on average: far fewer than anybody takes. */
  private static final int PAUSE_MILLIS = 800;

  private static final int CASES = 30_000;

  @Autowired JdbcClient db;
  @LocalServerPort int port;
  private final List<Browser> browsers = new ArrayList<>();

  @BeforeAll
  void world() throws Exception {
    quiet();
    long from = System.nanoTime();
    var owner = TestDatabase.owner(db);
    var random = new Random(7);
    var refs = new String[CASES];
    for (int i = 0; i < CASES; i++) {
      refs[i] = CaseRef.next(random).value();
    }
    String[] teams = Arrays.stream(Team.values()).map(Team::code).toArray(String[]::new);
    owner
        .sql(
            """
            insert into staff (username, display_name, roles, teams, password)
            select 'officer' || i, 'Officer ' || i,
              case when i % 10 = 0 then '{OFFICER,SUPERVISOR}' else '{OFFICER}' end::text[],
              array[(:teams::text[])[1 + i % cardinality(:teams::text[])]],
              (select password from staff where username = 'maya.okafor')
            from generate_series(1, :officers) i
            """)
        .param("teams", teams)
        .param("officers", OFFICERS)
        .update();
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
            insert into case_fact (case_ref, name, value, at, by)
            select r, 'riskLevel', to_jsonb((array['high','medium','standard','standard'])[1 + n % 4]),
              now(), 'system'
            from unnest(:refs::text[]) with ordinality x(r, n) where n % 5 <> 0
            """)
        .param("refs", refs)
        .update();
    owner
        .sql(
            """
            insert into safe_contact (id, case_ref, contact_allowed, has_method, sealed, checked_at,
              checked_by)
            select gen_random_uuid(), r, true, true, '{}'::jsonb, now() - n % 60 * interval '1 day', 'system'
            from unnest(:refs::text[]) with ordinality x(r, n) where n % 4 <> 0
            """)
        .param("refs", refs)
        .update();
    // row by row the triggers would take minutes: what they keep in step is put in at once
    List<String> listed = List.of("task", "task_claim", "case_conflict", "task_open");
    listed.forEach(table -> triggers(owner, table, "disable"));
    owner
        .sql(
            """
            insert into task (element_instance_key, user_task_key, process_instance_key,
              process_definition_key, process_id, process_version, element_id, title, why,
              policy_clause, case_ref, journey_id, team, for_supervisor, follows_lead, form_id,
              sla_key, outcomes, reaches_her, status, opened_at, warn_at, due_at)
            select i, i, i, 1, (array['report-domestic-abuse','assess-risk','refer-to-marac',
                'management-transfer','sanctuary-scheme','homelessness-application',
                'support-plan','case-review','complaint'])[1 + i / 7 % 9], 1, 'Task_Do',
              'Hold first conversation', 'Why this is asked.', '7.1',
              (:refs::text[])[1 + i % cardinality(:refs::text[])], 'journey-' || i,
              (:teams::text[])[1 + i % cardinality(:teams::text[])], i % 20 = 0, true,
              'task-outcome', 'firstContact', '{done}', i % 3 = 1, 'OPEN', now(),
              now() + (i * 37 % 2000 - 400) * interval '1 hour',
              now() + (i * 37 % 2000 - 380) * interval '1 hour'
            from generate_series(10000000, 10000000 + :tasks - 1) i
            """)
        .param("refs", refs)
        .param("teams", teams)
        .param("tasks", TASKS)
        .update();
    owner
        .sql(
            "insert into case_team (case_ref, team, why, since)"
                + " select distinct case_ref, team, 'task', now() from task on conflict do nothing")
        .update();
    // a third is claimed, each by an officer of its team
    owner
        .sql(
            """
            with member as (
              select team, username, row_number() over (partition by team order by username) - 1 as n,
                count(*) over (partition by team) as of
              from staff, unnest(teams) team where username like 'officer%')
            insert into task_claim (element_instance_key, assignee, claimed_at)
            select t.element_instance_key, m.username, now() - interval '1 day'
            from task t join member m on m.team = t.team and m.n = t.element_instance_key / 3 % m.of
            where t.element_instance_key % 3 = 0 and not t.for_supervisor
            """)
        .update();
    owner
        .sql(
            """
            insert into case_conflict (case_ref, username, why, at, by)
            select r, 'officer' || (1 + n % 300), 'declared', now(), 'system'
            from unnest(:refs::text[]) with ordinality x(r, n) where n % 3 = 0
            """)
        .param("refs", refs)
        .update();
    owner
        .sql(
            """
            insert into task_open (element_instance_key, case_ref, team, for_supervisor, process_id,
              due_at, assignee, level)
            select t.element_instance_key, t.case_ref, t.team, t.for_supervisor, t.process_id,
              t.due_at, case when h.username is null then c.assignee end, r.level
            from task t left join task_claim c using (element_instance_key)
              left join case_risk r on r.case_ref = t.case_ref
              left join case_conflict h on h.case_ref = t.case_ref and h.username = c.assignee
            """)
        .update();
    listed.forEach(table -> triggers(owner, table, "enable"));
    owner.sql("vacuum analyze").update();
    System.out.printf(
        "BENCHMARK tasklist: %,d open tasks, %d officers, put in in %.0f s%n",
        TASKS, OFFICERS, (System.nanoTime() - from) / 1e9);
    for (int i = 1; i <= AT_ONCE; i++) {
      browsers.add(new Browser("officer" + i * 7));
    }
  }

  /** As they were: the tables of these triggers have them on always, or as usual. */
  private static void triggers(JdbcClient owner, String table, String what) {
    List<String> names =
        owner
            .sql(
                "select tgname from pg_trigger where tgrelid = ?::regclass and not tgisinternal"
                    + " and tgname ~ '^(task|claim|risk)_(re|un)?listed$|^claims_of|_told'")
            .param(table)
            .query(String.class)
            .list();
    for (String name : names) {
      String how = what.equals("enable") && name.endsWith("listed") ? "enable always" : what;
      owner.sql("alter table " + table + " " + how + " trigger " + name).update();
    }
  }

  @Test
  void printsWhatListsCost_forThirtyAtOnce() throws Exception {
    all(
        "warming up",
        0,
        WARM,
        List.of("/tasks?list=team&filter=open&risk=high", "/tasks?list=mine", "/tasks?list=team"));
    all(
        "list",
        100,
        EACH,
        List.of("/tasks?list=mine", "/tasks?list=team", "/tasks?list=unclaimed"));
    all(
        "filter",
        150,
        EACH,
        List.of(
            "/tasks?list=team&risk=high",
            "/tasks?list=team&journey=assess-risk&due=late",
            "/tasks?list=unclaimed&due=week",
            "/tasks?list=team&officer=officer7",
            "/tasks?list=team&filter=open"));
    all("refresh", 100, EACH, List.of("/tasks?list=team&refresh=list"));
  }

  /**
   * @param limit of the server's time of 95 of 100, in milliseconds; 0 for none
   */
  private void all(String what, int limit, int each, List<String> addresses) throws Exception {
    var times = new ConcurrentLinkedQueue<Double>();
    try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      var work = new ArrayList<Callable<Void>>();
      for (int b = 0; b < AT_ONCE; b++) {
        Browser browser = browsers.get(b);
        var pause = new Random(b);
        work.add(
            () -> {
              for (int i = 0; i < each; i++) {
                Thread.sleep(pause.nextInt(2 * PAUSE_MILLIS));
                long from = System.nanoTime();
                var page = browser.get(addresses.get(i % addresses.size()));
                times.add((System.nanoTime() - from) / 1e6);
                assertThat(page.statusCode()).isEqualTo(200);
              }
              return null;
            });
      }
      for (var done : threads.invokeAll(work)) {
        done.get();
      }
    }
    print(what, limit, times.stream().mapToDouble(Double::doubleValue).toArray());
  }

  @Test
  void printsWhatClaimsCost_andLosesNone() throws Exception {
    // given: everybody of a team wants the same tasks at once
    var times = new ConcurrentLinkedQueue<Double>();
    var got = new AtomicInteger();
    try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      var work = new ArrayList<Callable<Void>>();
      for (int b = 0; b < AT_ONCE; b++) {
        Browser browser = browsers.get(b);
        var pause = new Random(b);
        work.add(
            () -> {
              var ids =
                  Jsoup.parse(browser.get("/tasks?list=unclaimed").body())
                      .select("button[formaction$=/claim]")
                      .eachAttr("formaction");
              for (String address : ids.subList(0, Math.min(EACH, ids.size()))) {
                Thread.sleep(pause.nextInt(2 * PAUSE_MILLIS));
                long from = System.nanoTime();
                var answer = browser.post(address);
                times.add((System.nanoTime() - from) / 1e6);
                assertThat(answer.statusCode()).isEqualTo(302);
                if (answer.headers().firstValue("location").orElse("").matches(".*/tasks/\\d+")) {
                  got.incrementAndGet();
                }
              }
              return null;
            });
      }
      for (var done : threads.invokeAll(work)) {
        done.get();
      }
    }
    print("claim", 80, times.stream().mapToDouble(Double::doubleValue).toArray());
    int claims =
        db.sql("select count(*) from audit_entry where action = 'claim-task'")
            .query(Integer.class)
            .single();
    int held =
        db.sql("select count(*) from task_claim where claimed_at > now() - interval '1 hour'")
            .query(Integer.class)
            .single();
    System.out.printf(
        "BENCHMARK claims: %d tried, %d told they have it, %d on the trail, %d held%n",
        times.size(), got.get(), claims, held);
    assertThat(claims).isEqualTo(got.get());
  }

  private static void print(String what, int limit, double[] millis) {
    Arrays.sort(millis);
    double p95 = millis[millis.length * 95 / 100];
    System.out.printf(
        "BENCHMARK tasklist %s: p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, %d requests%s%n",
        what,
        millis[millis.length / 2],
        p95,
        millis[millis.length * 99 / 100],
        millis.length,
        limit == 0 ? "" : ", p95 is %.2f of %d ms".formatted(p95 / limit, limit));
  }

  private final class Browser {
    private final HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(new CookieManager())
            .build();
    private final String token;

    Browser(String username) throws Exception {
      String form = token(get("/sign-in").body());
      send(
          "/sign-in",
          "_csrf="
              + encoded(form)
              + "&username="
              + username
              + "&password="
              + encoded(AllButTheEngine.password()));
      token = token(get("/tasks?list=done").body());
    }

    private static String token(String page) {
      return Jsoup.parse(page).select("input[name=_csrf]").val();
    }

    HttpResponse<String> get(String address) throws Exception {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://localhost:" + port + address)).build(),
          HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String address) throws Exception {
      return send(address, "_csrf=" + encoded(token));
    }

    private HttpResponse<String> send(String address, String body) throws Exception {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://localhost:" + port + address))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }

    private static String encoded(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
  }
}
