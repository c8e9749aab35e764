package org.haven.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
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
  private static final int AT_ONCE = 30;
  private static final int WARM = Integer.getInteger("benchmark.warm", 60);
  private static final int EACH = 15;

  private static final OperatingSystemMXBean MACHINE =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** Between two looks of an officer, on average: far fewer than anybody takes. */
  private static final int PAUSE_MILLIS = 800;

  @Autowired JdbcClient db;
  @LocalServerPort int port;
  private final List<OfficerBrowser> browsers = new ArrayList<>();

  @BeforeAll
  void world() throws Exception {
    quiet();
    CrowdedList.fill(TestDatabase.owner(db), TASKS, CrowdedList.JOURNEYS);
    for (int i = 1; i <= AT_ONCE; i++) {
      browsers.add(new OfficerBrowser(port, "officer" + i * 7, AllButTheEngine.password()));
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
    var byAddress = new ConcurrentHashMap<String, Queue<Double>>();
    long worked = MACHINE.getProcessCpuTime();
    try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      var work = new ArrayList<Callable<Void>>();
      for (int b = 0; b < AT_ONCE; b++) {
        OfficerBrowser browser = browsers.get(b);
        var pause = new Random(b);
        work.add(
            () -> {
              for (int i = 0; i < each; i++) {
                Thread.sleep(pause.nextInt(2 * PAUSE_MILLIS));
                long from = System.nanoTime();
                String address = addresses.get(i % addresses.size());
                var page = browser.get(address);
                double took = (System.nanoTime() - from) / 1e6;
                times.add(took);
                byAddress.computeIfAbsent(address, _ -> new ConcurrentLinkedQueue<>()).add(took);
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
    System.out.printf(
        "BENCHMARK tasklist %s: %.1f ms of a core each, server and browsers%n",
        what, (MACHINE.getProcessCpuTime() - worked) / 1e6 / times.size());
    for (String address : addresses) {
      double[] own =
          byAddress.get(address).stream().mapToDouble(Double::doubleValue).sorted().toArray();
      System.out.printf(
          "BENCHMARK tasklist %s %s: p50 %.1f ms, p95 %.1f ms%n",
          what, address, own[own.length / 2], own[own.length * 95 / 100]);
    }
  }

  @Test
  void printsWhatClaimsCost_andLosesNone() throws Exception {
    // given: everybody of a team wants the same tasks at once
    var times = new ConcurrentLinkedQueue<Double>();
    var got = new AtomicInteger();
    try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      var work = new ArrayList<Callable<Void>>();
      for (int b = 0; b < AT_ONCE; b++) {
        OfficerBrowser browser = browsers.get(b);
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
}
