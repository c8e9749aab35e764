package org.haven.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.haven.casefile.By;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.Conflicts;
import org.haven.casefile.NewCase;
import org.haven.casefile.People;
import org.haven.casefile.PeopleSearch;
import org.haven.casefile.PeopleSearch.Asked;
import org.haven.casefile.PersonKind;
import org.haven.casefile.SafeContacts;
import org.haven.casefile.Timeline;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Models;
import org.haven.platform.StaffDirectory;
import org.haven.platform.Team;
import org.haven.platform.sealing.KeyScope;
import org.haven.platform.sealing.SealedFields;
import org.haven.platform.sealing.Sealing;
import org.haven.platform.sealing.SealingForTests;
import org.haven.records.ExportedRecords;
import org.haven.testing.AllButTheEngine;
import org.haven.testing.TestDatabase;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What sealing costs, printed and never judged: {@code mvn verify -Pbenchmark}. A case page is
 * asked for over HTTP beside the same page of a case whose values are not sealed, one after the
 * other; a person is looked for among 200,000, in the service alone and as a page. Keys stand in a
 * database of their own, as in life.
 */
@SpringBootTest(
    classes = {AllButTheEngine.class, SealedRecordBenchmark.Unsealed.class},
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway")
class SealedRecordBenchmark {
  private static final int PEOPLE = Integer.getInteger("benchmark.people", 200_000);
  private static final int BATCH = 10_000;
  private static final int WARM = 100;
  private static final int RUNS = 300;

  /** How many different things are asked for; each opens what nobody has opened for long. */
  private static final int KINDS = 80;

  private static String keys = "";

  @DynamicPropertySource
  static void properties(DynamicPropertyRegistry registry) {
    AllButTheEngine.register(registry);
    keys = TestDatabase.emptyUrl();
    registry.add("haven.sealing.store.url", () -> keys);
    registry.add("haven.sealing.store.username", () -> "postgres");
    registry.add("haven.sealing.store.password", () -> "postgres");
  }

  @MockitoBean Models models;
  @MockitoBean ExportedRecords records;
  @Autowired ApplicationContext haven;
  @Autowired JdbcClient db;
  @Autowired Clock clock;
  @LocalServerPort int port;
  private JdbcClient owner;
  private JdbcClient keyDb;
  private ActingPerson maya;
  private ActingPerson grace;
  private final Random random = new Random(7);

  private <T> T get(Class<T> type) {
    return haven.getBean(type);
  }

  /** Seals all but what belongs to these cases, which is kept as it is. */
  static final class SomeUnsealed implements Sealing {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private final Sealing real;
    private final Set<KeyScope> open = ConcurrentHashMap.newKeySet();

    SomeUnsealed(Sealing real) {
      this.real = real;
    }

    @Override
    public String seal(KeyScope scope, String entity, String rowId, String field, String clear) {
      return open.contains(scope) ? clear : real.seal(scope, entity, rowId, field, clear);
    }

    @Override
    public String open(KeyScope scope, String entity, String rowId, String field, String sealed) {
      return open.contains(scope) ? sealed : real.open(scope, entity, rowId, field, sealed);
    }

    @Override
    public String sealAll(KeyScope scope, String entity, String rowId, Map<String, ?> fields) {
      return open.contains(scope)
          ? JSON.writeValueAsString(fields)
          : real.sealAll(scope, entity, rowId, fields);
    }

    @Override
    public SealedFields openAll(KeyScope scope, String entity, String rowId, String json) {
      return open.contains(scope)
          ? new SealedFields(
              JSON.readValue(json, new TypeReference<Map<String, Object>>() {}), Set.of())
          : real.openAll(scope, entity, rowId, json);
    }

    @Override
    public void takeKeys(Collection<CaseRef> cases) {
      real.takeKeys(cases);
    }

    @Override
    public String blindIndex(String purpose, String value) {
      return real.blindIndex(purpose, value);
    }

    @Override
    public void destroy(KeyScope scope) {
      real.destroy(scope);
    }

    @Override
    public List<CaseRef> erased(@Nullable CaseRef after, int limit) {
      return real.erased(after, limit);
    }
  }

  @TestConfiguration
  static class Unsealed {
    @Bean
    @Primary
    SomeUnsealed someUnsealed(@Qualifier("sealing") Sealing real) {
      return new SomeUnsealed(real);
    }
  }

  @BeforeAll
  void world() {
    owner = TestDatabase.owner(db);
    keyDb = JdbcClient.create(TestDatabase.ownerAt(keys));
    maya = get(StaffDirectory.class).find("maya.okafor").orElseThrow();
    grace = get(StaffDirectory.class).find("grace.lindley").orElseThrow();
  }

  /** After this each key is read from the store again. */
  private void forgetKeys() {
    SealingForTests.startAnew(haven.getBean("sealing", Sealing.class));
  }

  // a page

  private CaseRef aCase(boolean sealed) {
    By by = new By("maya.okafor");
    CaseRef caseRef =
        get(CaseFiles.class)
            .open(
                new NewCase(
                    new Code("phone"),
                    clock.instant(),
                    "maya.okafor",
                    Team.HOUSING_SOLUTIONS,
                    false),
                by);
    if (!sealed) {
      get(SomeUnsealed.class).open.add(KeyScope.of(caseRef));
    }
    get(CaseFiles.class).assignLead(caseRef, Team.HOUSING_SOLUTIONS, null, by);
    get(SafeContacts.class)
        .record(
            caseRef,
            true,
            Map.of("method", "phone", "detail", "07700 900123", "times", "mornings"),
            by);
    for (PersonKind kind : PersonKind.values()) {
      // nobody is one party here and another there: whoever works the one could not open the other
      get(People.class)
          .add(
              caseRef,
              kind,
              Map.of(
                  "name", "Jordan " + kind.name(),
                  "birthDate", "1990-04-03",
                  "phone", "07700 900123",
                  "language", "English",
                  "access", "no steps"),
              by);
    }
    for (int i = 0; i < 40; i++) {
      get(Timeline.class)
          .add(
              caseRef,
              null,
              "report",
              "timeline.reported",
              Map.of("channel", new Code("phone")),
              "She said that it was the same as in the week before, and worse. ".repeat(4),
              by);
    }
    return caseRef;
  }

  @Test
  @Order(1)
  void printsASealedCasePage_besideTheSamePageUnsealed() throws Exception {
    // given
    CaseRef sealed = aCase(true);
    CaseRef plain = aCase(false);
    var browser = new Browser("maya.okafor");
    for (CaseRef caseRef : List.of(sealed, plain)) {
      assertThat(browser.get("/cases/" + caseRef))
          .contains("the same as in the week before", "Jordan VICTIM");
    }
    for (int i = 0; i < WARM * 2; i++) {
      browser.get("/cases/" + sealed);
      browser.get("/cases/" + plain);
    }

    // when
    double[] closed = new double[RUNS];
    double[] first = new double[RUNS];
    double[] open = new double[RUNS];
    for (int i = 0; i < RUNS; i++) {
      open[i] = millis(() -> browser.get("/cases/" + plain));
      closed[i] = millis(() -> browser.get("/cases/" + sealed));
      forgetKeys();
      first[i] = millis(() -> browser.get("/cases/" + sealed));
    }

    // then
    print("case page, unsealed", open);
    print("case page, sealed, its key at hand", closed);
    print("case page, sealed, its key taken out of the store", first);
    System.out.printf(
        "BENCHMARK a sealed page adds %.1f ms, with its key from the store %.1f ms (medians; p95"
            + " %.1f and %.1f ms); ratios %.2f and %.2f%n",
        closed[RUNS / 2] - open[RUNS / 2],
        first[RUNS / 2] - open[RUNS / 2],
        closed[RUNS * 95 / 100] - open[RUNS * 95 / 100],
        first[RUNS * 95 / 100] - open[RUNS * 95 / 100],
        closed[RUNS / 2] / open[RUNS / 2],
        first[RUNS / 2] / open[RUNS / 2]);
  }

  // a search

  /** Names as they are spread in life: few are common, many are rare. */
  private String word(int kinds) {
    int n = (int) (kinds * Math.pow(random.nextDouble(), 3));
    var letters = new StringBuilder("n");
    for (int rest = n; rest > 0; rest /= 26) {
      letters.append((char) ('a' + rest % 26));
    }
    return letters.toString();
  }

  private String name() {
    return word(2_000) + " " + word(20_000);
  }

  private LocalDate born() {
    return LocalDate.of(1940, 1, 1).plusDays(random.nextInt(27_000));
  }

  private record Person(String name, LocalDate born, String phone) {}

  /** Persons with the index entries that they would have; whoever is shown is sealed later. */
  private List<Person> fill() {
    var all = new ArrayList<Person>();
    Sealing sealing = get(Sealing.class);
    for (int from = 0; from < PEOPLE; from += BATCH) {
      var cases = new ArrayList<String>();
      var persons = new ArrayList<String>();
      var tokens = new ArrayList<String>();
      var scopes = new ArrayList<String>();
      var subjects = new ArrayList<String>();
      for (int i = from; i < from + BATCH && i < PEOPLE; i++) {
        String ref = CaseRef.next(random).value();
        String person = "PE-%08d".formatted(i);
        cases.add(ref);
        persons.add(person);
        var one = new Person(name(), born(), "07700%06d".formatted(i));
        all.add(one);
        for (String word : new HashSet<>(List.of(one.name().split(" ")))) {
          tokens.add(sealing.blindIndex("name-word", word));
        }
        tokens.add(sealing.blindIndex("person-name", one.name()));
        tokens.add(sealing.blindIndex("birth-date", one.born().toString()));
        tokens.add(sealing.blindIndex("birth-date-known", "yes"));
        tokens.add(sealing.blindIndex("phone", one.phone()));
        while (scopes.size() < tokens.size()) {
          scopes.add("case:" + ref);
          subjects.add(person);
        }
      }
      String[] refs = cases.toArray(String[]::new);
      db.sql(
              """
              insert into case_file (case_ref, status, channel, reported_at, lead_team, opened_by,
                created_at)
              select r, 'open', 'phone', now(), 'housing-solutions', 'maya.okafor', now()
              from unnest(?::text[]) r on conflict do nothing
              """)
          .param(refs)
          .update();
      db.sql(
              "insert into case_team select r, 'housing-solutions', 'lead', now() from"
                  + " unnest(?::text[]) r on conflict do nothing")
          .param(refs)
          .update();
      db.sql(
              "insert into person (person_ref, version, case_ref, kind, sealed, at, by)"
                  + " select p, 1, r, 'victim', '{}', now(), 'maya.okafor'"
                  + " from unnest(?::text[], ?::text[]) t (p, r)")
          .params(persons.toArray(String[]::new), refs)
          .update();
      keyDb
          .sql(
              "insert into keys.identity_index select * from unnest(?::text[], ?::text[],"
                  + " ?::text[]) on conflict do nothing")
          .params(
              tokens.toArray(String[]::new),
              scopes.toArray(String[]::new),
              subjects.toArray(String[]::new))
          .update();
    }
    owner.sql("vacuum analyze").update();
    keyDb.sql("vacuum analyze").update();
    owner.sql("alter table person disable trigger user").update();
    return all;
  }

  /** Seals, each by a key of its own, the persons whom these searches show. */
  private void sealWhomTheyShow(ActingPerson who, List<Asked> asks) {
    for (Asked ask : asks) {
      for (var found : get(PeopleSearch.class).find(who, ask).found()) {
        var person = found.person();
        if (person != null && person.fields().values().isEmpty()) {
          owner
              .sql("update person set sealed = ?::jsonb where person_ref = ? and version = 1")
              .params(
                  get(Sealing.class)
                      .sealAll(
                          found.head().caseRef(),
                          "person",
                          person.personRef() + ".1",
                          Map.of(
                              "name", "Jordan Sample",
                              "birthDate", "1990-04-03",
                              "phone", "07700 900123",
                              "language", "English",
                              "access", "no steps")),
                  person.personRef())
              .update();
        }
      }
    }
  }

  @Test
  @Order(2)
  void printsTheSearchAmongTwoHundredThousand() throws Exception {
    // given
    List<Person> all = fill();
    CaseRef one = aCase(true);
    get(CaseAccess.class).involve(one, Team.TENANCY_SERVICES, new Code("task"));
    get(Conflicts.class).add(one, grace.username(), new Code("related"), By.SYSTEM);
    assertThat(get(PeopleSearch.class).find(maya, byName("jordan victim")).found()).isNotEmpty();
    assertThat(get(PeopleSearch.class).find(grace, byName("jordan victim")).found()).isEmpty();

    // when
    double opened =
        median("a case by its reference", () -> get(CaseFiles.class).find(maya, one).orElseThrow());
    double named = searched("a person by name", maya, all, p -> byName(p.name()));
    searched(
        "a person by name and date of birth",
        maya,
        all,
        p -> new Asked(p.name(), p.born(), null, null));
    searched("persons by date of birth", maya, all, p -> new Asked(null, p.born(), null, null));
    searched("a person by phone", maya, all, p -> new Asked(null, null, p.phone(), null));
    searched("persons by one word", maya, all, p -> byName(p.name().split(" ")[1]));
    searched("the commonest words, both", maya, all, _ -> byName("n n"));
    searched("the commonest first name", maya, all, _ -> byName("n"));
    searched("two common words", maya, all, _ -> byName("nb nc"));
    searched("a person by name, by somebody of no such case", grace, all, p -> byName(p.name()));
    searched("the commonest word, by somebody of no such case", grace, all, _ -> byName("n"));
    PeopleSearch search = get(PeopleSearch.class);
    double kept =
        median(
            "one whose case must not be known", () -> search.find(grace, byName("jordan victim")));
    double none =
        median("one that is not there", () -> search.find(grace, byName("jordan nobody")));

    // then
    System.out.printf(
        "BENCHMARK search among %d: by name against a case by reference, ratio of medians %.2f;"
            + " must not be known against not there, ratio %.2f%n",
        PEOPLE, named / opened, kept / none);
  }

  private interface How {
    Asked of(Person person);
  }

  private static Asked byName(String name) {
    return new Asked(name, null, null, null);
  }

  /** The service alone, and the page with its rendering; keys come from the store. */
  private double searched(String words, ActingPerson who, List<Person> all, How how)
      throws Exception {
    var asks = new ArrayList<Asked>();
    for (int i = 0; i < KINDS; i++) {
      asks.add(how.of(all.get(random.nextInt(all.size()))));
    }
    sealWhomTheyShow(who, asks);
    PeopleSearch search = get(PeopleSearch.class);
    var browser = new Browser(who.username());
    double[] service = new double[RUNS];
    double[] page = new double[RUNS];
    for (int i = -WARM; i < RUNS; i++) {
      Asked ask = asks.get(Math.floorMod(i, KINDS));
      if (Math.floorMod(i, KINDS) == 0) {
        forgetKeys();
      }
      double took = millis(() -> search.find(who, ask));
      if (Math.floorMod(i, KINDS) == 0) {
        forgetKeys();
      }
      Asked other = asks.get(Math.floorMod(i + KINDS / 2, KINDS));
      double shown = millis(() -> browser.post("/people", typed(other)));
      if (i >= 0) {
        service[i] = took;
        page[i] = shown;
      }
    }
    double median = print("search, " + words, service);
    print("search, " + words + ", as a page", page);
    return median;
  }

  private static Map<String, String> typed(Asked asked) {
    var typed = new LinkedHashMap<String, String>();
    if (asked.name() != null) {
      typed.put("name", asked.name());
    }
    LocalDate born = asked.birthDate();
    if (born != null) {
      typed.put("bornDay", Integer.toString(born.getDayOfMonth()));
      typed.put("bornMonth", Integer.toString(born.getMonthValue()));
      typed.put("bornYear", Integer.toString(born.getYear()));
    }
    if (asked.phone() != null) {
      typed.put("phone", asked.phone());
    }
    return typed;
  }

  private static double median(String words, Callable<?> what) throws Exception {
    for (int i = 0; i < WARM; i++) {
      what.call();
    }
    double[] all = new double[RUNS];
    for (int i = 0; i < RUNS; i++) {
      all[i] = millis(what);
    }
    return print("search, " + words, all);
  }

  private static double millis(Callable<?> what) throws Exception {
    long from = System.nanoTime();
    what.call();
    return (System.nanoTime() - from) / 1e6;
  }

  /** Sorts them. */
  private static double print(String words, double[] all) {
    Arrays.sort(all);
    System.out.printf(
        "BENCHMARK %s: p50 %.1f ms, p95 %.1f ms, worst %.1f ms (n=%d)%n",
        words, all[RUNS / 2], all[RUNS * 95 / 100], all[RUNS - 1], RUNS);
    return all[RUNS / 2];
  }

  /** Somebody's browser, signed in. */
  private final class Browser {
    private final HttpClient http =
        HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    private String token;

    Browser(String username) throws Exception {
      token = token(get("/sign-in"));
      post("/sign-in", Map.of("username", username, "password", AllButTheEngine.password()));
      token = token(get("/people"));
    }

    private static String token(String page) {
      return Jsoup.parse(page).select("input[name=_csrf]").val();
    }

    String get(String path) throws Exception {
      return ok(HttpRequest.newBuilder(at(path)).build());
    }

    String post(String path, Map<String, String> fields) throws Exception {
      var body = new StringBuilder("_csrf=" + token);
      fields.forEach(
          (name, value) ->
              body.append('&')
                  .append(name)
                  .append('=')
                  .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
      return ok(
          HttpRequest.newBuilder(at(path))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
              .build());
    }

    private URI at(String path) {
      return URI.create("http://localhost:" + port + path);
    }

    private String ok(HttpRequest request) throws Exception {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      return answer.body();
    }
  }
}
