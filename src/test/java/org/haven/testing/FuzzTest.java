package org.haven.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.when;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.CookieManager;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.haven.casefile.AddressVault;
import org.haven.casefile.By;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseWorkers;
import org.haven.casefile.FormRecords;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.NewCase;
import org.haven.casefile.People;
import org.haven.casefile.PersonKind;
import org.haven.casefile.glass.BreakGlass;
import org.haven.casefile.register.TenancyRegister;
import org.haven.casefile.works.WorksOrders;
import org.haven.evidence.CaseNotes;
import org.haven.evidence.Documents;
import org.haven.forms.CamundaForm;
import org.haven.forms.FormField;
import org.haven.forms.FormProblem;
import org.haven.forms.Forms;
import org.haven.meetings.Agendas;
import org.haven.meetings.Listing;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Journey;
import org.haven.platform.JourneyId;
import org.haven.platform.Models;
import org.haven.platform.StaffDirectory;
import org.haven.platform.Team;
import org.haven.records.ExportedRecords;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What somebody gets who sends what no page sends: every route that there is, every field of every
 * form of a user task, asked as nobody and as each kind of staff. Nothing may fail on our side,
 * tell what it should not, or change what it refused to change.
 *
 * <p>What is sent follows from a seed: {@code -Dfuzz.seed=1} sends something else, {@code
 * -Dfuzz.rounds=20} twenty times as much.
 */
@Tag("thorough")
@SpringBootTest(
    classes = AllButTheEngine.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "haven.partners.reports-per-minute=1000000",
      "haven.partners.answers-per-minute=1000000",
      "haven.intake.looks-per-minute=1000000",
      "haven.public-report.visits-per-address=1000000",
      "haven.public-report.answers-per-address=1000000",
      "haven.public-report.reports-per-address=1000000",
      "haven.public-report.reports=1000000",
      "haven.partners.agencies.marac-hub.answer-secret=" + FuzzTest.SECRET
    })
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway")
class FuzzTest {
  static final String SECRET = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
  private static final long SEED = Long.getLong("fuzz.seed", 20_261_122L);
  private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 1);

  /** The most that is told of one run. */
  private static final int TOLD = 60;

  @DynamicPropertySource
  static void properties(DynamicPropertyRegistry registry) {
    AllButTheEngine.register(registry);
  }

  @MockitoBean Models models;
  @MockitoBean ExportedRecords records;

  @Autowired ApplicationContext haven;
  @Autowired Clock clock;
  @Autowired StaffDirectory staff;
  @Autowired Forms forms;

  private String meetingItem = "none";

  private static final String NOBODY = "nobody";

  /** One of each kind of right; those who get furthest come first. */
  private static final List<String> PEOPLE =
      List.of(
          "maya.okafor", // the lead team's officer, named by a claim
          "helen.marsh", // the lead team's supervisor
          "ines.moreau", // supervisor of a team that works on the case too
          "clare.hodge", // service manager
          "kit.farrow", // officer of no team of the case
          "beth.quayle", // policy owner
          "owen.pike", // auditor
          "zoe.lamb", // administrator
          "lee.mortimer", // of a contractor
          NOBODY);

  /** In one round some of them ask for each address; in more than one all of them do. */
  private static List<String> askers(Route route) {
    int turn = Math.floorMod(route.toString().hashCode(), 3);
    return PEOPLE.stream()
        .filter(
            who ->
                ROUNDS > 1
                    || who.equals("lee.mortimer") && route.pattern().startsWith("/jobs")
                    || List.of("maya.okafor", "kit.farrow", NOBODY).contains(who)
                    || PEOPLE.indexOf(who) % 3 == turn)
        .toList();
  }

  private static final Set<String> OF_THE_CASE =
      Set.of("maya.okafor", "helen.marsh", "ines.moreau");
  private static final CaseRef NONE = new CaseRef("HV-22222222");

  /** Forms of a letter: these tasks have none. */
  private static final Set<String> OF_A_LETTER =
      Set.of("check-letter-and-bundle", "correct-letter");

  private static final String TENANCY = "T-900300";

  /** Nobody may read of it, whatever they send. */
  private CaseRef hidden;

  /** The case that the officers work on. */
  private CaseRef mine;

  private Random random;
  private int port;
  private Connection owner;
  private int asked;
  private final Map<String, Browser> browsers = new LinkedHashMap<>();
  private final Map<String, String> ids = new TreeMap<>();
  private final Map<String, Long> tasks = new TreeMap<>();
  private final Map<String, List<String>> seenValues = new TreeMap<>();
  private final Set<String> found = new LinkedHashSet<>();
  private CapturedOutput log;

  /** Whether somebody typed the hidden case's reference, which may then stand on their page. */
  private boolean typedIt;

  // asking

  /** What came back. */
  private record Reply(int status, Map<String, List<String>> headers, byte[] bytes, long millis) {
    String body() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    String header(String name) {
      return headers.getOrDefault(name, List.of("")).getFirst();
    }

    boolean html() {
      return header("content-type").startsWith("text/html");
    }

    boolean toSignIn() {
      return status == 302 && header("location").contains("/sign-in");
    }

    /** Said no, in words or by a page that names what is wrong. */
    boolean refused() {
      return status >= 400
          || toSignIn()
          || (status == 200 && html() && body().contains("govuk-error-summary"));
    }
  }

  /** A field and what is sent in it. */
  private record Field(String name, String value) {}

  private final class Browser {
    final String who;
    final CookieManager cookies = new CookieManager();
    final HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(cookies)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    String token = "";

    Browser(String who) {
      this.who = who;
    }

    Reply send(String method, String address, String type, byte[] body, String... headers)
        throws Exception {
      var request =
          HttpRequest.newBuilder(URI.create("http://localhost:" + port + address))
              .timeout(Duration.ofSeconds(30))
              .header("Accept", "text/html, */*;q=0.8");
      for (int i = 0; i < headers.length; i += 2) {
        request.setHeader(headers[i], headers[i + 1]);
      }
      if (type.isEmpty()) {
        request.method(method, HttpRequest.BodyPublishers.noBody());
      } else {
        request
            .setHeader("Content-Type", type)
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
      }
      long from = System.nanoTime();
      asked++;
      HttpResponse<byte[]> response;
      try {
        response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      } catch (IOException e) {
        return new Reply(
            0,
            Map.of(),
            Hostile.bytes(String.valueOf(e.getMessage())),
            (System.nanoTime() - from) / 1_000_000);
      }
      return new Reply(
          response.statusCode(),
          response.headers().map(),
          response.body(),
          (System.nanoTime() - from) / 1_000_000);
    }

    Reply get(String address, String... headers) throws Exception {
      return send("GET", address, "", new byte[0], headers);
    }

    Reply post(String address, List<Field> fields, String... headers) throws Exception {
      return send(
          "POST",
          address,
          "application/x-www-form-urlencoded",
          Hostile.bytes(form(fields) + "&_csrf=" + token),
          headers);
    }

    /** By hand, as no browser sends it. */
    Reply raw(String method, String address, String... headers) throws Exception {
      var cookie =
          cookies.getCookieStore().getCookies().stream()
              .map(c -> c.getName() + "=" + c.getValue())
              .collect(Collectors.joining("; "));
      var text = new StringBuilder(method).append(' ').append(address).append(" HTTP/1.1\r\n");
      boolean host = false;
      for (int i = 0; i < headers.length; i += 2) {
        host |= headers[i].equals("Host");
        text.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
      }
      if (!host) {
        text.append("Host: localhost:").append(port).append("\r\n");
      }
      if (!cookie.isEmpty()) {
        text.append("Cookie: ").append(cookie).append("\r\n");
      }
      text.append("Accept: text/html\r\nConnection: close\r\n\r\n");
      long from = System.nanoTime();
      try (var socket = new Socket("localhost", port)) {
        socket.setSoTimeout(20_000);
        asked++;
        var all = new ByteArrayOutputStream();
        try {
          socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
          socket.getOutputStream().flush();
          socket.getInputStream().transferTo(all);
        } catch (IOException e) {
          // it hung up on us: what came until then counts
        }
        long took = (System.nanoTime() - from) / 1_000_000;
        // a server may hang up in the middle of a line that is far too long
        return all.size() == 0 && text.length() > 8_000
            ? new Reply(414, Map.of(), new byte[0], took)
            : parsed(all.toByteArray(), took);
      }
    }

    private static Reply parsed(byte[] all, long millis) {
      String text = new String(all, StandardCharsets.ISO_8859_1);
      int end = text.indexOf("\r\n\r\n");
      if (end < 0) {
        return new Reply(0, Map.of(), all, millis);
      }
      var headers = new TreeMap<String, List<String>>();
      String[] lines = text.substring(0, end).split("\r\n");
      for (int i = 1; i < lines.length; i++) {
        int colon = lines[i].indexOf(':');
        headers
            .computeIfAbsent(
                lines[i].substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT),
                _ -> new ArrayList<>())
            .add(lines[i].substring(colon + 1).strip());
      }
      return new Reply(
          Integer.parseInt(lines[0].split(" ")[1]),
          headers,
          text.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1),
          millis);
    }

    void readToken(Document page) {
      var input = page.selectFirst("input[name=_csrf]");
      if (input != null) {
        token = input.val();
      }
    }
  }

  private static String form(List<Field> fields) {
    return fields.stream()
        .map(f -> encoded(f.name()) + "=" + encoded(f.value()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Browser as(String who) throws Exception {
    var known = browsers.get(who);
    if (known != null) {
      return known;
    }
    var browser = new Browser(who);
    browsers.put(who, browser);
    browser.readToken(Jsoup.parse(browser.get("/sign-in").body()));
    if (!who.equals(NOBODY)) {
      String password = AllButTheEngine.password();
      browser.post(
          "/sign-in", List.of(new Field("username", who), new Field("password", password)));
      Reply home = browser.get("/");
      if (home.status() == 302) {
        home = browser.get(URI.create(home.header("location")).getPath());
      }
      browser.readToken(Jsoup.parse(home.body()));
    }
    return browser;
  }

  // what must never be

  private static final Pattern INSIDE =
      Pattern.compile(
          "\\bat [a-z]+(\\.[\\w$]+)+\\(\\w+\\.java:\\d+\\)|org\\.haven\\.|org\\.springframework"
              + "|org\\.thymeleaf|org\\.apache\\.|Apache Tomcat|jakarta\\.servlet|java\\.lang\\."
              + "|java\\.util\\.|tools\\.jackson|org\\.postgresql|\\w+Exception\\b|SQLState"
              + "|root:x:0|\\bERROR: |\\[HTTP method");

  private static final Pattern ISLAND =
      Pattern.compile("<script type=\"application/json\">[^<]*</script>");

  /** Tables that say who asked for what: a request that is refused may be on record there. */
  private static boolean tellsWhoAsked(String table) {
    return table.startsWith("audit")
        || table.startsWith("sign_in")
        || table.equals("partner_refusal");
  }

  private void check(Browser browser, String what, Reply reply, boolean read) throws Exception {
    var told = new ArrayList<String>();
    // health may say that a part is away; a way of sending that nobody offers is 501 by HTTP
    boolean sayable =
        (reply.status() == 503 && what.contains("/actuator/health")) || reply.status() == 501;
    if (reply.status() >= 500 && !sayable) {
      told.add(reply.status() + " " + cause());
    }
    if (reply.status() == 0) {
      told.add("no answer");
    }
    if (reply.millis() > 15_000) {
      told.add("took " + reply.millis() + " ms");
    }
    String body = reply.body();
    if (!what.contains("/actuator")) {
      var inside = INSIDE.matcher(body);
      if (inside.find()) {
        told.add("tells " + inside.group());
      }
    }
    if (reply.html()) {
      // an island's JSON has escapes of its own; what could end it is looked for all the same
      String page = ISLAND.matcher(body).replaceAll("");
      Hostile.RAW.stream().filter(page::contains).forEach(raw -> told.add("echoes " + raw));
    }
    if (body.contains("govuk-")
        && (!reply.headers().containsKey("content-security-policy")
            || !reply.header("cache-control").contains("no-store"))) {
      told.add(reply.status() + " lacks headers that every page has");
    }
    if (body.contains(Hostile.WORKED_OUT)) {
      told.add("works out an expression");
    }
    if (reply.headers().containsKey(Hostile.INJECTED_HEADER)
        || reply.headers().toString().contains("HAVEN=" + Hostile.MARK)) {
      told.add("takes a header from what is sent");
    }
    String to = reply.header("location");
    if (to.contains(Hostile.MARK + ".invalid")) {
      told.add("sends elsewhere " + to);
    }
    if (body.contains("Hiddenname") || body.contains("Hiddenstreet")) {
      told.add("tells of a hidden case");
    }
    typedIt |= what.contains(hidden.value());
    if (body.contains(hidden.value()) && !typedIt) {
      int there = body.indexOf(hidden.value());
      told.add(
          "names a hidden case: "
              + Jsoup.parse(body.substring(Math.max(0, there - 400), there + 20)).text());
    }
    if (!OF_THE_CASE.contains(browser.who)
        && (body.contains("Ownname") || body.contains("Ownstreet"))) {
      told.add("tells of a case of others");
    }
    var changed = changes();
    if (read || reply.refused()) {
      changed.removeIf(FuzzTest::tellsWhoAsked);
      if (what.startsWith("POST /api/answers")) {
        changed.remove("notice"); // that somebody signs wrongly, once a minute
      }
      if (changed.remove("service_level_total")) {
        changed.remove(
            "service_level_change"); // added in, once a minute; a limit that changed stays
      }
      if (!changed.isEmpty()) {
        told.add(reply.status() + " changes " + changed);
      }
    } else {
      putBack();
    }
    String asked = what.length() > 500 ? what.substring(0, 500) + "…" : what;
    told.forEach(t -> found.add(t + " <- " + browser.who + " " + asked));
  }

  /** The last thing that the log says of an exception. */
  private String cause() throws InterruptedException {
    Thread.sleep(20); // the log is written before the answer, but flushed a moment later
    String all = log.getAll();
    String last = all.substring(Math.max(0, all.length() - 60_000));
    var lines = last.lines().toList();
    var said = new ArrayList<String>();
    for (int i = lines.size() - 1; i >= 0 && said.size() < 4; i--) {
      String line = lines.get(i).strip();
      if (line.startsWith("Caused by:") || line.matches("[\\w.$]+(Exception|Error)(: .*)?")) {
        said.addFirst(line.substring(0, Math.min(line.length(), 200)));
        for (int j = i + 1; j < Math.min(lines.size(), i + 40); j++) {
          if (lines.get(j).contains("at org.haven")) {
            said.add(lines.get(j).strip());
            break;
          }
        }
        break;
      }
    }
    return said.toString();
  }

  // what changes, row by row

  private void watch() throws SQLException {
    try (var sql = owner.createStatement()) {
      sql.execute("create schema fuzz");
      sql.execute("create table fuzz.changed (name text, how text)");
      sql.execute(
          """
          create function fuzz.note() returns trigger language plpgsql security definer as $$
          begin
            insert into fuzz.changed values (tg_table_name, tg_op);
            return null;
          end $$
          """);
      var tables = new ArrayList<String>();
      try (var rows =
          sql.executeQuery(
              "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname not"
                  + " in ('pg_catalog', 'information_schema', 'fuzz') and tablename not like"
                  + " 'flyway%'")) {
        while (rows.next()) {
          tables.add(rows.getString(1));
        }
      }
      for (String table : tables) {
        sql.execute(
            "create trigger zz_fuzz after insert or update or delete on "
                + table
                + " for each row execute function fuzz.note()");
      }
      assertThat(tables).hasSizeGreaterThan(50);
    }
  }

  private Set<String> changes() throws SQLException {
    var changed = new TreeSet<String>();
    try (var sql = owner.createStatement();
        // what came and went again, such as the pieces of a file that was refused, is no change
        var rows =
            sql.executeQuery(
                "with gone as (delete from fuzz.changed returning name, how) select name from gone"
                    + " group by name having bool_or(how = 'UPDATE')"
                    + " or count(*) filter (where how = 'INSERT')"
                    + " <> count(*) filter (where how = 'DELETE')")) {
      while (rows.next()) {
        changed.add(rows.getString(1));
      }
    }
    return changed;
  }

  /** So that what was done rightly does not end the run: the case stays open to its officers. */
  private void putBack() throws SQLException {
    run(
        "delete from case_conflict where case_ref = '" + mine.value() + "'",
        "update case_file set status = (select status from fuzz.before)",
        "delete from task_claim where element_instance_key >= 20000",
        "delete from first_conversation where task_id >= 20000",
        "delete from task where element_instance_key >= 20000",
        "insert into task select * from fuzz.task");
    changes();
  }

  private void run(String... statements) throws SQLException {
    try (var sql = owner.createStatement()) {
      sql.execute("set session_replication_role = replica");
      try {
        for (String statement : statements) {
          sql.execute(statement);
        }
      } finally {
        sql.execute("set session_replication_role = default");
      }
    }
  }

  // the world

  private <T> T get(Class<T> type) {
    return haven.getBean(type);
  }

  private ActingPerson person(String username) {
    return staff.find(username).orElseThrow();
  }

  @BeforeEach
  void quiet(CapturedOutput output) {
    log = output;
    random = new Random(SEED);
    when(models.latestBpmnXml(any())).thenReturn(Optional.of("<definitions/>"));
    when(records.partitions()).thenReturn(Set.of());
    when(records.newest()).thenReturn(Optional.empty());
    when(records.oldest()).thenReturn(Optional.empty());
  }

  @BeforeAll
  void world(CapturedOutput output) throws Exception {
    quiet(output);
    System.out.println("fuzz.seed=" + SEED + " fuzz.rounds=" + ROUNDS);
    port = Integer.parseInt(haven.getEnvironment().getProperty("local.server.port"));
    owner =
        TestDatabase.ownerAt(haven.getEnvironment().getProperty("spring.datasource.url"))
            .getConnection();
    hidden = aCase("Hidden");
    for (ActingPerson one : staff.all()) {
      run(
          "insert into case_conflict values ('%s', '%s', 'related', now(), 'system')"
              .formatted(hidden.value(), one.username()));
    }
    mine = aCase("Own");
    get(TenancyRegister.class)
        .importCsv(
            new java.io.ByteArrayInputStream(
                Hostile.bytes(
                    String.join(",", TenancyRegister.columns())
                        + "\r\n"
                        + TENANCY
                        + ",100,1 Sample Row,,Sampleton,ME14 1AA,council-tenant,secure-lifetime,"
                        + "joint,2019-04-01,monday,,\"Sample, Noor\"\r\n")),
            person("helen.marsh"),
            (_, _) -> {});
    watch();
    for (String who : PEOPLE) {
      as(who);
    }
    started();
    run(
        "update task set journey_id = (select min(journey_id) from complaint) where process_id ="
            + " 'complaint' and exists (select 1 from complaint)",
        "update task set journey_id = (select min(journey_id) from record_request) where"
            + " process_id = 'record-request' and exists (select 1 from record_request)",
        "create table fuzz.before as select status from case_file where case_ref = '"
            + mine.value()
            + "'",
        "create table fuzz.task as select * from task where element_instance_key >= 20000");
    changes();
  }

  /** A case with something of everything that a page of it can show. */
  private CaseRef aCase(String mark) throws Exception {
    var system = By.SYSTEM;
    CaseRef ref =
        get(CaseFiles.class)
            .open(new NewCase(new Code("phone"), clock.instant(), null, null, false), system);
    get(CaseFiles.class).assignLead(ref, Team.HOUSING_SOLUTIONS, Team.TENANCY_SERVICES, system);
    get(CaseAccess.class).involve(ref, Team.HOUSING_MAINTENANCE, new Code("task"));
    get(People.class).add(ref, PersonKind.VICTIM, Map.of("name", "Noor " + mark + "name"), system);
    get(AddressVault.class).write(ref, Map.of("safeAddress", "7 " + mark + "street"), system);
    get(CaseFacts.class).put(ref, Map.of("tenancyRef", new Code(TENANCY)), system);
    get(CaseWorkers.class).worked(ref, new By("maya.okafor"));
    var journeys = new TreeMap<String, JourneyId>();
    for (Journey journey : haven.getBeansOfType(Journey.class).values()) {
      if (!journey.processId().equals("policy-review")) {
        journeys.put(
            journey.processId(),
            get(JourneyRegister.class).request(ref, journey.processId(), Map.of(), system));
      }
    }
    run(
        "update journey set status = 'running', process_instance_key = id + 1000 where case_ref = '"
            + ref.value()
            + "'");
    if (mark.equals("Hidden")) {
      return ref;
    }
    ids.put("/journeys/", one("select max(id) from journey where case_ref = '%s'", ref));
    ids.put("/instances/", ids.get("/journeys/"));
    ids.put(
        "/records/",
        get(FormRecords.class)
            .record(
                ref,
                journeys.get("refer-to-marac"),
                "Task_RecordIt",
                "record-victims-wishes",
                Map.of(),
                Map.of(),
                Map.of("words", mark + "words"),
                system));
    var maya = person("maya.okafor");
    if (get(Documents.class)
            .add(
                maya,
                ref,
                "a.txt",
                "A file",
                UUID.randomUUID(),
                new java.io.ByteArrayInputStream(Hostile.bytes("words")))
        instanceof Documents.Added.Kept kept) {
      ids.put("/documents/", kept.documentId());
    }
    var note = UUID.randomUUID();
    get(CaseNotes.class)
        .write(
            maya,
            ref,
            new CaseNotes.Entry(note, new Code("note"), null, clock.instant(), "Words", null));
    ids.put("/notes/", note.toString());
    long key = 20_000;
    for (String formId : new TreeSet<>(forms.ids())) {
      String process = journeys.containsKey(folder(formId)) ? folder(formId) : "refer-to-marac";
      task(key, ref, journeys.get(process), process, formId);
      tasks.put(formId, key++);
    }
    ids.put("/tasks/", String.valueOf(20_000));
    get(Agendas.class)
        .list(
            ref,
            journeys.get("complex-case-panel"),
            new Listing("panel", clock.instant().plusSeconds(86_400), false, false, false));
    ids.put("/meetings/", one("select sitting_id from sitting_item where case_ref = '%s'", ref));
    meetingItem = one("select item_id from sitting_item where case_ref = '%s'", ref);
    for (String username : PEOPLE) {
      run(
          "insert into notice (username, kind, case_ref, task_id, at) values ('%s', 'OTHER', '%s',"
                  .formatted(username, ref.value())
              + " null, now())");
    }
    String order =
        get(WorksOrders.class)
            .create(
                ref,
                journeys.get("sanctuary-scheme"),
                null,
                "1 Sample Row, Sampleton",
                List.of(new Code("change-locks")),
                null,
                20_900)
            .value();
    ids.put("/jobs/", order);
    ids.put("/works-orders/", order);
    ids.put("/notices/", one("select max(id) from notice where case_ref = '%s'", ref));
    get(BreakGlass.class).open(person("colin.drew"), ref, "Reason");
    ids.put("/reviews/", one("select id from break_glass where case_ref = '%s'", ref));
    return ref;
  }

  /** What only begins by a page of its own. */
  private void started() throws Exception {
    LocalDate day = LocalDate.now(clock).minusDays(3);
    var maya = as("maya.okafor");
    List<Field> date =
        List.of(
            new Field("receivedOnDay", String.valueOf(day.getDayOfMonth())),
            new Field("receivedOnMonth", String.valueOf(day.getMonthValue())),
            new Field("receivedOnYear", String.valueOf(day.getYear())),
            new Field("token", "00000000-0000-4000-8000-000000000001"));
    maya.post("/cases/" + mine.value() + "/complaints/new", date);
    maya.post("/cases/" + mine.value() + "/record-requests/new", date);
    ids.put(
        "/complaints/", one("select max(complaint_id) from complaint where case_ref = '%s'", mine));
    ids.put(
        "/record-requests/",
        one("select max(request_id) from record_request where case_ref = '%s'", mine));
  }

  private String one(String sql, CaseRef ref) throws SQLException {
    try (var statement = owner.createStatement();
        var rows = statement.executeQuery(sql.formatted(ref.value()))) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "none";
    }
  }

  private static String folder(String formId) {
    try (var files = Files.walk(Path.of("forms"))) {
      return files
          .filter(file -> file.getFileName().toString().equals(formId + ".form"))
          .map(file -> file.getParent().getFileName().toString())
          .findFirst()
          .orElse("shared");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void task(long id, CaseRef ref, JourneyId journey, String process, String formId)
      throws SQLException {
    try (var insert =
        owner.prepareStatement(
            """
            insert into task (element_instance_key, user_task_key, process_instance_key,
              process_definition_key, process_id, process_version, element_id, title, why,
              policy_clause, case_ref, journey_id, team, for_supervisor, follows_lead, form_id,
              sla_key, outcomes, reaches_her, status, opened_at, warn_at, due_at)
            values (?, ?, 77, 1, ?, 1, 'Task_Fuzzed', 'Fuzzed', 'Why', '6.7', ?,
              ?, 'housing-solutions', false, false, ?, 'firstContact', '{done,again}', false,
              'OPEN', now(), now() + interval '1 hour', now() + interval '2 hours')
            """)) {
      insert.setLong(1, id);
      insert.setLong(2, id);
      insert.setString(3, process);
      insert.setString(4, ref.value());
      insert.setString(5, journey.value());
      insert.setString(6, formId);
      insert.executeUpdate();
    }
  }

  // what routes there are, and what they take

  private record Route(String method, String pattern, List<String> conditions, HandlerMethod to) {
    @Override
    public String toString() {
      return method + " " + pattern + (conditions.isEmpty() ? "" : "?" + conditions);
    }

    boolean file() {
      return List.of(to.getMethodParameters()).stream()
          .anyMatch(
              p ->
                  MultipartFile.class.isAssignableFrom(
                          p.nestedIfOptional().getNestedParameterType())
                      || p.getGenericParameterType().toString().contains("MultipartFile"));
    }

    boolean machine() {
      return pattern.startsWith("/api/");
    }
  }

  private List<Route> routes() {
    var routes = new ArrayList<Route>();
    for (var mapping : haven.getBeansOfType(RequestMappingInfoHandlerMapping.class).values()) {
      mapping
          .getHandlerMethods()
          .forEach(
              (info, handler) -> {
                var methods =
                    info.getMethodsCondition().getMethods().isEmpty()
                        ? List.of("GET", "POST")
                        : info.getMethodsCondition().getMethods().stream().map(Enum::name).toList();
                for (String pattern : info.getPatternValues()) {
                  for (String method : methods) {
                    routes.add(
                        new Route(
                            method,
                            pattern,
                            info.getParamsCondition().getExpressions().stream()
                                .map(Object::toString)
                                .toList(),
                            handler));
                  }
                }
              });
    }
    routes.sort(Comparator.comparing(Route::toString));
    return routes;
  }

  private String address(Route route) {
    String address = route.pattern().replace("/**", "/x").replace("*", "x");
    address = address.replace("{ref}", mine.value());
    for (var id : ids.entrySet()) {
      address = address.replace(id.getKey() + "{id}", id.getKey() + id.getValue());
    }
    return address
        .replace("/acts/{kind}", "/acts/cancel")
        .replace("{report}", "first-contact")
        .replace("{letterId}", "LE-2345678923")
        .replace("{receipt}", "RC-000000000000")
        .replace("{item}", meetingItem)
        .replace("{page}", "first")
        .replaceAll("\\{[^}]*}", "00000000-0000-4000-8000-000000000009");
  }

  /** The names of what a route takes, those that its page asks for included. */
  private List<String> names(Route route) throws Exception {
    var known = names.get(route.toString());
    if (known == null) {
      known = List.copyOf(read(route));
      names.put(route.toString(), known);
    }
    return known;
  }

  private final Map<String, List<String>> names = new TreeMap<>();

  private Set<String> read(Route route) throws Exception {
    var names = new LinkedHashSet<String>();
    for (MethodParameter parameter : route.to().getMethodParameters()) {
      parameter.initParameterNameDiscovery(new DefaultParameterNameDiscoverer());
      var param = parameter.getParameterAnnotation(RequestParam.class);
      if (param != null && Map.class.isAssignableFrom(parameter.getParameterType())) {
        continue;
      }
      if (param != null) {
        names.add(param.name().isEmpty() ? parameter.getParameterName() : param.name());
      } else if (parameter.hasParameterAnnotation(ModelAttribute.class)) {
        if (parameter.getParameterType().isRecord()) {
          for (var component : parameter.getParameterType().getRecordComponents()) {
            names.add(component.getName());
          }
        } else {
          for (var property : BeanUtils.getPropertyDescriptors(parameter.getParameterType())) {
            names.add(property.getName());
          }
        }
      }
    }
    if (route.method().equals("POST") && !route.machine()) {
      for (String who : PEOPLE) {
        Reply page = as(who).get(address(route));
        if (page.status() == 200) {
          names.addAll(controls(page).keySet());
          if (!Jsoup.parse(page.body()).select("main input[type=file]").isEmpty()) {
            takeFiles.add(route.pattern());
          }
          written.put(
              route.pattern(),
              Jsoup.parse(page.body()).select("main input[type=text], main textarea").stream()
                  .map(control -> control.attr("name"))
                  .distinct()
                  .limit(8)
                  .toList());
          break;
        }
      }
    }
    for (String condition : route.conditions()) {
      if (!condition.startsWith("!")) {
        names.add(condition);
      } else {
        names.remove(condition.substring(1));
      }
    }
    names.remove("_csrf");
    return names;
  }

  /** The fields of a page and what may be chosen in them. */
  private Map<String, List<String>> controls(Reply page) {
    if (page.status() >= 500 || !page.html()) {
      return Map.of();
    }
    var controls = new TreeMap<String, List<String>>();
    for (Element control :
        Jsoup.parse(page.body())
            .select("input[name], select[name], textarea[name], button[name]")) {
      if (control.attr("type").equals("file")) {
        continue;
      }
      var values = controls.computeIfAbsent(control.attr("name"), _ -> new ArrayList<>());
      if (control.tagName().equals("select")) {
        control.select("option").forEach(option -> values.add(option.val()));
      } else if (!control.val().isEmpty()) {
        values.add(control.val());
      }
    }
    controls.forEach((name, values) -> seenValues.putIfAbsent(name, values));
    return controls;
  }

  /** What a page itself would send, or words. */
  private String plain(String name) {
    if (name.equals("token") || name.equals("once")) {
      return new UUID(random.nextLong(), random.nextLong()).toString();
    }
    LocalDate today = LocalDate.now(clock);
    if (name.endsWith("Day") || name.endsWith("-day")) {
      return String.valueOf(today.getDayOfMonth());
    }
    if (name.endsWith("Month") || name.endsWith("-month")) {
      return String.valueOf(today.getMonthValue());
    }
    if (name.endsWith("Year") || name.endsWith("-year")) {
      return String.valueOf(today.getYear());
    }
    var values = seenValues.getOrDefault(name, List.of());
    return values.isEmpty() ? "Kept words" : values.get(random.nextInt(values.size()));
  }

  private String hostile() {
    int at = random.nextInt(Hostile.TEXTS.size() + 4);
    return at < Hostile.TEXTS.size()
        ? Hostile.TEXTS.get(at)
        : at % 2 == 0 ? hidden.value() : NONE.value();
  }

  private static boolean turnedAway(Reply reply) {
    return reply.status() == 403 || reply.toSignIn() || reply.status() == 401;
  }

  // the runs

  @Test
  void shouldReadNothingIntoAddressesAndQueries() throws Exception {
    for (Route route : routes()) {
      if (!route.method().equals("GET")) {
        continue;
      }
      for (String who : askers(route)) {
        var browser = as(who);
        Reply first = browser.get(address(route));
        controls(first);
        check(browser, route.toString(), first, true);
        var names = new ArrayList<>(names(route));
        names.addAll(List.of("list", "after", "refresh", "from"));
        for (int i = 0; i < (turnedAway(first) ? 1 : 2) * ROUNDS; i++) {
          var fields = new ArrayList<Field>();
          for (String name : names) {
            fields.add(new Field(name, hostile()));
          }
          String query = form(fields);
          check(
              browser,
              route + " " + fields,
              browser.get(
                  address(route) + "?" + query.substring(0, Math.min(6_000, query.length()))),
              true);
        }
        if (route.pattern().contains("{")) {
          for (int i = 0; i < (turnedAway(first) ? 1 : 2) * ROUNDS; i++) {
            String path = Hostile.PATHS.get(random.nextInt(Hostile.PATHS.size()));
            String address =
                i % 2 == 0
                    ? address(route).replace(mine.value(), path)
                    : route
                        .pattern()
                        .replace("{ref}", mine.value())
                        .replaceAll("\\{[^}]*}", "{}")
                        .replace("{}", path);
            check(browser, route + " " + shortened(path), browser.raw("GET", address), true);
          }
        }
      }
    }
    report("addresses");
  }

  private static String shortened(String text) {
    return text.length() > 60 ? text.substring(0, 60) + "…" + text.length() : text;
  }

  @Test
  void shouldKeepToItsPages_whateverThePathLooksLike() throws Exception {
    for (String who : List.of(NOBODY, "kit.farrow", "zoe.lamb")) {
      var browser = as(who);
      for (String place :
          List.of("/", "/cases/", "/tasks/", "/app/", "/api/reports/", "/tenancies/imports/")) {
        for (String path : Hostile.PATHS) {
          Reply reply = browser.raw("GET", place + path);
          check(browser, "GET " + place + shortened(path), reply, true);
          if (!who.equals("zoe.lamb") && reply.body().contains("/platform/tasks/rebuild")) {
            found.add(who + " GET " + place + path + ": opens a page of administrators");
          }
        }
      }
      for (String query :
          List.of(
              "after=%zz",
              "after=%",
              "list=%ed%a0%80&list=%c0%ae",
              "list=a%00b",
              "=&&;=%20",
              "list[x]=1&list[=2",
              "a&".repeat(2_500),
              "class.module.classLoader=1",
              "jsessionid=1;x=2")) {
        for (String place : List.of("/tasks", "/sign-in", "/cases", "/api/reports", "/platform")) {
          check(
              browser,
              "GET " + place + "?" + shortened(query),
              browser.raw("GET", place + "?" + query),
              true);
        }
      }
      for (String method :
          List.of("PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "FUZZ", "get")) {
        for (String place :
            List.of("/tasks", "/cases/" + mine.value(), "/platform", "/api/reports")) {
          check(browser, method + " " + place, browser.raw(method, place), true);
        }
      }
      for (int i = 0; i < 3; i++) {
        String place = List.of("/tasks", "/sign-in", "/api/reports").get(i);
        for (List<String> header :
            List.of(
                List.of("Host", Hostile.MARK + ".invalid"),
                List.of("X-Forwarded-Host", Hostile.MARK + ".invalid"),
                List.of("X-Forwarded-For", "' or '1'='1"),
                List.of("X-Forwarded-Proto", "javascript"),
                List.of("X-HTTP-Method-Override", "DELETE"),
                List.of("X-Original-URL", "/platform"),
                List.of("Referer", "<fz-7391>"),
                List.of("HX-Request", "<fz-7391>"),
                List.of("HX-Target", "\"><fz-7391>"),
                List.of("Accept-Language", "${7777*7777}"),
                List.of("Accept-Charset", Hostile.MARK),
                List.of("Range", "bytes=-9999999999,0-"),
                List.of("If-Modified-Since", Hostile.MARK),
                List.of("If-None-Match", "W/\"" + Hostile.MARK),
                List.of("Authorization", "Bearer ' or '1'='1"),
                List.of("Authorization", "Bearer " + "a".repeat(6_000)),
                List.of("Authorization", "Basic %%%"),
                List.of("Cookie", "HAVEN=../../" + Hostile.MARK + "; $Version=1; a=\"\u0001"),
                List.of("Content-Length", "-1"),
                List.of("Transfer-Encoding", "chunked, identity"),
                List.of("Expect", Hostile.MARK),
                List.of("Upgrade", "h2c"),
                List.of("Content-Encoding", "gzip"),
                List.of("X-Long", "a".repeat(20_000)))) {
          check(
              browser,
              "GET " + place + " with " + header.getFirst(),
              browser.raw("GET", place, header.getFirst(), header.getLast()),
              true);
        }
        for (String accept :
            List.of(
                "*/*;q=" + Hostile.MARK, "image/png", "application/xml", "a/b;c=\"", ",,,", "")) {
          check(
              browser,
              "GET /none accepting " + accept,
              browser.get("/none" + i, "Accept", accept),
              true);
        }
      }
    }
    report("paths");
  }

  @Test
  void shouldLetNobodyIn_whateverTheyAreCalled() throws Exception {
    var nobody = as(NOBODY);
    for (int i = 0; i < Hostile.TEXTS.size(); i += 3) {
      Reply reply =
          nobody.post(
              "/sign-in",
              List.of(
                  new Field("username", Hostile.TEXTS.get(i)),
                  new Field("password", Hostile.TEXTS.get(i))));
      check(nobody, "POST /sign-in " + Hostile.TEXTS.get(i), reply, false);
      if (!reply.refused()) {
        found.add("comes in as " + Hostile.TEXTS.get(i));
      }
    }
    for (String name : List.of("maya.okafor", "MAYA.OKAFOR ", "nobody.else")) {
      check(
          nobody,
          "POST /sign-in as " + name,
          nobody.post(
              "/sign-in",
              List.of(new Field("username", name), new Field("password", "a".repeat(100_000)))),
          false);
    }
    report("sign-in");
  }

  private static final String PUBLIC = "/report-domestic-abuse";

  /** Somebody at the public pages, whose forms bear another mark than those of the staff. */
  private Browser visitor(String who) throws Exception {
    var known = browsers.get(PUBLIC + who);
    if (known != null) {
      return known;
    }
    var visitor = new Browser(who);
    browsers.put(PUBLIC + who, visitor);
    visitor.readToken(Jsoup.parse(visitor.get(PUBLIC + "/first").body()));
    visitor.post(PUBLIC + "/first", List.of(new Field("danger", "no")));
    return visitor;
  }

  /** Each page of the public report, each field hostile in turn, to the report itself. */
  @Test
  void shouldTakeAReportOfAnythingThatCanBeTyped() throws Exception {
    for (int i = 0; i < Hostile.TEXTS.size(); i++) {
      // no longer than the shortest field takes, never empty, and without what the door refuses
      String text = Hostile.TEXTS.get(i).replace("\0", "");
      text = text.substring(0, Math.min(text.length(), 190)) + ".";
      var visitor = new Browser(NOBODY);
      String page = PUBLIC + "/first";
      for (int pages = 0; pages < 14 && !page.endsWith("/sent"); pages++) {
        Reply shown = visitor.get(page);
        visitor.readToken(Jsoup.parse(shown.body()));
        check(visitor, "GET " + page, shown, true);
        var fields = new ArrayList<Field>();
        for (var control : controls(shown).entrySet()) {
          var values = control.getValue();
          if (!control.getKey().equals("_csrf")) {
            fields.add(
                new Field(
                    control.getKey(), values.size() > 1 ? values.get(i % values.size()) : text));
          }
        }
        Reply reply =
            page.endsWith("/call")
                ? visitor.get(PUBLIC + "/about-you")
                : visitor.post(page, fields);
        check(visitor, "POST " + page + " " + fields, reply, false);
        if (page.endsWith("/call")) {
          page = PUBLIC + "/about-you";
        } else if (reply.status() == 302) {
          page = URI.create(reply.header("location")).getPath();
        } else {
          found.add(reply.status() + " refuses " + page + " " + fields);
          break;
        }
      }
      if (!page.endsWith("/sent")) {
        found.add("never comes to an end: " + Hostile.TEXTS.get(i));
      }
    }
    report("public");
  }

  @Test
  void shouldRefuseWhatNoPageSends() throws Exception {
    for (Route route : routes()) {
      if (!route.method().equals("POST") || route.machine() || route.pattern().equals("/error")) {
        continue;
      }
      int got = 0;
      for (String who : PEOPLE) {
        if (got > 0 && !askers(route).contains(who)) {
          continue;
        }
        var browser = route.pattern().startsWith(PUBLIC) ? visitor(who) : as(who);
        var names = names(route);
        Reply first = browser.post(address(route), conditions(route));
        check(browser, route + " []", first, false);
        boolean away = turnedAway(first);
        got += away ? 0 : 1;
        int times = away || got > 2 ? 1 : 4;
        for (int i = 0; i < times * ROUNDS; i++) {
          var fields = fields(route, names, i);
          check(browser, route + " " + fields, browser.post(address(route), fields), false);
        }
        Reply unmarked =
            browser.send(
                "POST",
                address(route),
                "application/x-www-form-urlencoded",
                Hostile.bytes(form(fields(route, names, 0))));
        if (!unmarked.refused()) {
          found.add(who + " " + route + ": takes what another site sends");
        }
        check(browser, route + " without the page's mark", unmarked, false);
        if (!away && got <= 1) {
          // of shapes that are no form's a third of the pages in one round, all of them in more
          if (ROUNDS > 1 || Math.floorMod(route.toString().hashCode() + SEED, 3) == 0) {
            strange(route, browser, names);
          }
          tooLong(route, browser);
        }
        if (!away && got <= 2 && (route.file() || takeFiles.contains(route.pattern()))) {
          send(route, browser, names);
        }
      }
      if (got == 0) {
        found.add("nobody gets to " + route);
      }
    }
    report("pages");
  }

  private static List<Field> conditions(Route route) {
    return route.conditions().stream()
        .filter(c -> !c.startsWith("!"))
        .map(c -> new Field(c, "yes"))
        .toList();
  }

  /** Each field as its page would send it, or one of them, or some, or all of them hostile. */
  private List<Field> fields(Route route, List<String> names, int turn) {
    var fields = new ArrayList<Field>();
    int alone = names.isEmpty() ? 0 : random.nextInt(names.size());
    for (int i = 0; i < names.size(); i++) {
      boolean bad =
          switch (turn % 3) {
            case 0 -> true;
            case 1 -> i == alone;
            default -> random.nextInt(4) == 0;
          };
      String value =
          !bad
              ? plain(names.get(i))
              : names.get(i).equals("answers") && random.nextBoolean()
                  ? json(Map.of(Hostile.MARK, hostile()))
                  : hostile();
      fields.add(new Field(names.get(i), value));
    }
    if (!route.conditions().isEmpty()) {
      fields.addAll(conditions(route));
    }
    return fields;
  }

  /** What comes in other shapes than a form does. */
  private void strange(Route route, Browser browser, List<String> names) throws Exception {
    String address = address(route);
    String name = names.isEmpty() ? "reason" : names.get(random.nextInt(names.size()));
    Map<String, String> bodies = new LinkedHashMap<>();
    bodies.put("huge", encoded(name) + "=" + Hostile.HUGE.replace(' ', '+'));
    bodies.put("huge name", Hostile.HUGE.replace(' ', '+') + "=1");
    bodies.put(
        "10 000 fields",
        java.util.stream.IntStream.range(0, 10_000)
            .mapToObj(i -> "p" + i + "=" + i)
            .collect(Collectors.joining("&")));
    bodies.put("the same 2 000 times", (name + "=" + Hostile.MARK + "&").repeat(2_000));
    bodies.put("lists", name + "=a&" + name + "=b&" + name + "[]=c&" + name + "[0]=d");
    bodies.put("a far element", name + "[2147483647]=a&" + name + "[-1]=b&" + name + "[x]=c");
    bodies.put("many elements", name + "[9999]=a&" + name + "[1].x.y=b");
    bodies.put(
        "inner names",
        "class.module.classLoader.x=1&class=x&"
            + name
            + ".class=1&_"
            + name
            + "=on&!"
            + name
            + "=x");
    bodies.put("escapes", name + "=%zz&" + name + "=%&%00=%00&=x&&&;=" + Hostile.MARK);
    bodies.put("half letters", name + "=%ed%a0%80&" + name + "=%c0%ae%ff");
    bodies.put("marks", "_csrf=" + Hostile.MARK + "&_method=DELETE&__proto__=1");
    for (var body : bodies.entrySet()) {
      check(
          browser,
          route + " " + body.getKey() + " in " + name,
          browser.send(
              "POST",
              address,
              "application/x-www-form-urlencoded",
              Hostile.bytes("_csrf=" + browser.token + "&" + body.getValue())),
          false);
    }
    for (String type :
        List.of(
            "application/json",
            "text/xml",
            "multipart/form-data",
            "multipart/form-data; boundary=x",
            "application/x-www-form-urlencoded; charset=UTF-7",
            "*/*",
            Hostile.MARK)) {
      check(
          browser,
          route + " as " + type,
          browser.send(
              "POST",
              address,
              type,
              Hostile.bytes(
                  "--x\r\nContent-Disposition: form-data; name=\"\r\n\r\n" + Hostile.MARK),
              "X-CSRF-TOKEN",
              browser.token),
          false);
    }
  }

  /** A text that is far too long is refused in each field of its page, whatever stands beside. */
  private void tooLong(Route route, Browser browser) throws Exception {
    for (String name : written.getOrDefault(route.pattern(), List.of())) {
      var fields = new ArrayList<Field>();
      for (String other : names(route)) {
        fields.add(new Field(other, other.equals(name) ? Hostile.HUGE : plain(other)));
      }
      Reply reply = browser.post(address(route), fields);
      if (!reply.refused()) {
        found.add("takes a text of a million characters in " + name + " <- " + route);
      }
      check(browser, route + " far too long in " + name, reply, false);
    }
  }

  private final Set<String> takeFiles = new TreeSet<>();

  /** The fields of each page in which one writes. */
  private final Map<String, List<String>> written = new TreeMap<>();

  private static List<String> columns(Route route) {
    return switch (route.pattern()) {
      case "/tenancies" -> TenancyRegister.columns();
      case "/repairs-feed" -> org.haven.repairsconcern.RepairsFeed.columns();
      default -> List.of("worksOrderId", "completedOn", "outcome");
    };
  }

  private void send(Route route, Browser browser, List<String> names) throws Exception {
    for (var file : new TreeMap<>(Hostile.files(columns(route))).entrySet()) {
      var body = new ByteArrayOutputStream();
      for (String name : names) {
        if (!name.equals("file")) {
          body.write(
              Hostile.bytes(
                  "--fz\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                      .formatted(name, plain(name))));
        }
      }
      String field =
          names.stream()
              .filter(n -> n.toLowerCase(Locale.ROOT).contains("file"))
              .findFirst()
              .orElse("file");
      body.write(
          Hostile.bytes(
              "--fz\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: text/csv\r\n\r\n"
                  .formatted(field, file.getKey())));
      body.write(file.getValue());
      body.write(Hostile.bytes("\r\n--fz--\r\n"));
      Reply reply =
          browser.send(
              "POST",
              address(route),
              "multipart/form-data; boundary=fz",
              body.toByteArray(),
              "X-CSRF-TOKEN",
              browser.token);
      if (reply.status() == 302 && reply.header("location").contains("/imports/")) {
        String progress = URI.create(reply.header("location")).getPath();
        Reply page = until(() -> browser.get(progress));
        check(browser, route + " " + file.getKey() + " read", page, false);
        if (page.body().contains("Something went wrong")) {
          found.add(browser.who + " " + route + " " + file.getKey() + ": " + cause());
        }
        cells(browser, Jsoup.parse(page.body()));
      } else {
        check(browser, route + " " + file.getKey(), reply, false);
      }
    }
  }

  private static Reply until(Callable<Reply> asked) throws Exception {
    for (int i = 0; ; i++) {
      Reply reply = asked.call();
      if (i > 200 || !reply.body().contains("data-module=\"live\"")) {
        return reply;
      }
      Thread.sleep(50);
    }
  }

  /** No cell that we give out is one that a spreadsheet works out. */
  private void cells(Browser browser, Document page) throws Exception {
    for (Element link : page.select("a[href*=refused]")) {
      Reply file = browser.get(link.attr("href"));
      check(browser, "GET refused rows", file, true);
      try (var csv =
          CsvReader.builder()
              .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
              .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
              .ofCsvRecord(file.body())) {
        csv.forEach(
            line ->
                line.getFields().stream()
                    .filter(
                        cell ->
                            !cell.isEmpty()
                                && "=+-@\t\r\uff1d\uff0b\uff0d\uff20".indexOf(cell.charAt(0)) >= 0)
                    .forEach(cell -> found.add("a cell is " + shortened(cell))));
      } catch (RuntimeException e) {
        found.add("the file of refused rows cannot be read: " + e.getClass().getSimpleName());
      }
    }
  }

  // the forms of user tasks

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private static String json(Object value) {
    return JSON.writeValueAsString(value);
  }

  @Test
  void shouldCheckEveryFieldOfEveryForm() throws Exception {
    var maya = as("maya.okafor");
    List<Object> values = Hostile.values();
    var accepted = new TreeSet<String>();
    var never = new TreeSet<String>();
    for (var task : tasks.entrySet()) {
      String address = "/tasks/" + task.getValue();
      CamundaForm form = forms.form(task.getKey());
      Reply page = maya.get(address);
      check(maya, task.getKey(), page, true);
      if (page.status() != 200) {
        found.add(task.getKey() + ": its page is " + page.status());
        continue;
      }
      var island = Jsoup.parse(page.body()).selectFirst("script[type=application/json]");
      Map<String, Object> given =
          island == null
              ? Map.of()
              : JSON.convertValue(
                  JSON.readTree(island.data()).path("data"),
                  new tools.jackson.core.type.TypeReference<Map<String, Object>>() {});
      readLists(JSON.readTree(form.schemaJson()));
      int at = random.nextInt(values.size());
      int times = 5 * ROUNDS;
      for (int i = 0; i < times; i++) {
        var answers = new LinkedHashMap<String, Object>();
        for (FormField field : form.fields()) {
          at = (at + 1) % values.size();
          answers.put(field.key(), values.get(at));
        }
        if (i % 5 == 4) {
          answers.put("\ud800" + Hostile.MARK, values.get(at));
        }
        if (i % 4 == 3) {
          answers.put(Hostile.MARK + "<fz-7391>", values.get(at));
        }
        check(
            maya,
            task.getKey() + " " + shortened(json(answers)),
            maya.post(address, List.of(new Field("answers", json(answers)))),
            false);
      }
      for (int i = 0; i < 3 * ROUNDS && !OF_A_LETTER.contains(task.getKey()); i++) {
        Map<String, Object> answers = good(form, given);
        if (answers == null) {
          never.add(task.getKey());
          continue;
        }
        Reply reply = maya.post(address, List.of(new Field("answers", json(answers))));
        check(maya, task.getKey() + " filled in", reply, false);
        if (reply.status() == 302) {
          accepted.add(task.getKey());
        }
      }
      check(maya, task.getKey() + " afterwards", maya.get(address), true);
    }
    for (String answers :
        List.of(
            "",
            "null",
            "[]",
            "1",
            "{",
            "{\"a\":1,\"a\":2}",
            "[".repeat(50_000),
            "{\"a\":1e999999999}")) {
      check(
          maya,
          "answers " + shortened(answers),
          maya.post("/tasks/20000", List.of(new Field("answers", answers))),
          false);
    }
    for (String place :
        List.of("/cases/" + mine.value(), "/cases/" + mine.value() + "/records", "/tasks")) {
      check(maya, "afterwards " + place, maya.get(place), true);
    }
    System.out.println(
        "fuzz: forms "
            + tasks.size()
            + ", saved "
            + accepted.size()
            + ", not to be filled "
            + never);
    assertThat(tasks.keySet()).isEqualTo(new TreeSet<>(forms.ids()));
    report("forms");
  }

  /** Answers that the form takes, hostile where it takes any words; null if none were found. */
  private @Nullable Map<String, Object> good(CamundaForm form, Map<String, Object> given) {
    var answers = new LinkedHashMap<String, Object>();
    for (FormField field : form.fields()) {
      if (field.required() || random.nextInt(3) > 0) {
        answers.put(field.key(), answer(field, given, 0));
      }
    }
    for (int i = 0; i < 12; i++) {
      List<FormProblem> problems;
      try {
        problems = form.check(answers, given).problems();
      } catch (RuntimeException e) {
        found.add(form.id() + ": its check fails with " + e);
        return null;
      }
      if (problems.isEmpty()) {
        return answers;
      }
      for (FormProblem problem : problems) {
        var field = form.fields().stream().filter(f -> f.key().equals(problem.key())).findFirst();
        if (field.isEmpty() || (answers.containsKey(problem.key()) && i % 3 == 1)) {
          answers.remove(problem.key());
        } else {
          answers.put(problem.key(), answer(field.get(), given, i + 1));
        }
      }
    }
    return null;
  }

  /** The lists of the form at hand: by name, the types of their fields. */
  private final Map<String, List<tools.jackson.databind.JsonNode>> lists = new TreeMap<>();

  private List<Map<String, Object>> rows(String name, int attempt) {
    var rows = new ArrayList<Map<String, Object>>();
    for (int i = random.nextInt(3); i > 0; i--) {
      var row = new LinkedHashMap<String, Object>();
      for (var inner : lists.getOrDefault(name, List.of())) {
        if (random.nextInt(8) > 0) {
          var options =
              inner.path("values").valueStream().map(v -> v.path("value").asString("")).toList();
          row.put(
              inner.path("key").asString(""),
              switch (inner.path("type").asString("")) {
                case "radio", "select" ->
                    options.isEmpty() ? "yes" : options.get(random.nextInt(options.size()));
                case "checklist", "taglist" -> options.stream().limit(1).toList();
                case "checkbox" -> true;
                case "number" -> 1;
                case "datetime" ->
                    LocalDate.now(clock).plusDays(random.nextInt(40) - 10).toString();
                default -> Hostile.TYPED.get(random.nextInt(Hostile.TYPED.size()));
              });
        }
      }
      rows.add(row);
    }
    return attempt % 4 == 3 ? List.of() : rows;
  }

  private void readLists(tools.jackson.databind.JsonNode level) {
    for (var component : level.path("components")) {
      if (component.path("type").asString("").equals("dynamiclist")) {
        lists.put(
            component.path("path").asString(""),
            component.path("components").valueStream().toList());
      }
      readLists(component);
    }
  }

  private Object answer(FormField field, Map<String, Object> given, int attempt) {
    LocalDate today = LocalDate.now(clock);
    var options = new ArrayList<>(field.options().stream().map(FormField.Option::value).toList());
    if (options.isEmpty()) {
      given.values().stream()
          .filter(List.class::isInstance)
          .flatMap(list -> ((List<?>) list).stream())
          .filter(Map.class::isInstance)
          .map(option -> String.valueOf(((Map<?, ?>) option).get("value")))
          .forEach(options::add);
    }
    return switch (field.type()) {
      case "radio", "select" ->
          options.isEmpty() ? "yes" : options.get(random.nextInt(options.size()));
      case "checklist", "taglist" ->
          options.isEmpty() ? List.of() : List.of(options.get(random.nextInt(options.size())));
      case "checkbox" -> true;
      case "number" -> attempt % 3;
      case "datetime" ->
          switch (field.subtype()) {
            case "time" -> "10:00";
            case "datetime" -> today + "T10:00:00Z";
            default -> today.plusDays(attempt % 2 == 0 ? 0 : random.nextInt(60) - 20).toString();
          };
      case "dynamiclist" -> rows(field.key(), attempt);
      default ->
          switch (attempt % 4) {
            case 0 -> Hostile.TYPED.get(random.nextInt(Hostile.TYPED.size()));
            case 1 -> "Plain words";
            case 2 -> "01632 960 001";
            default -> "T-900300";
          };
    };
  }

  // the agencies' machines

  private static final String REPORT =
      """
      {"reporter":{"kind":"police","name":"Sample"},"immediateDanger":"no","words":"Sample words",\
      "victim":{"name":"Robin Sample"},"channel":"third-party"}\
      """;

  @Test
  void shouldTakeOnlyReportsFromMachines() throws Exception {
    String key =
        Files.readString(
                Path.of(haven.getEnvironment().getProperty("haven.local.folder"), "api-key"))
            .strip();
    var machine = new Browser("machine");
    int n = 0;
    Reply good =
        api(machine, key, "/api/reports", Hostile.bytes(REPORT), "key-000000", "application/json");
    assertThat(good.status()).isEqualTo(201);
    check(machine, "a good report", good, false);
    for (var body : new TreeMap<>(Hostile.bodies(REPORT)).entrySet()) {
      for (String type : List.of("application/json", "application/xml", "text/html", "a/b/c")) {
        for (String address : List.of("/api/reports", "/api/answers")) {
          check(
              machine,
              "POST " + address + " " + body.getKey() + " as " + type,
              api(machine, key, address, body.getValue(), "key-1%05d".formatted(n++), type),
              false);
        }
      }
    }
    var fields =
        List.of(
            "reporter",
            "immediateDanger",
            "words",
            "victim",
            "channel",
            "relatesTo",
            "incident",
            "children",
            "tenure",
            "safeguarding",
            "contactAdvice",
            "perpetrator",
            Hostile.MARK,
            "a".repeat(59) + "\ud83d\udc69" + Hostile.MARK,
            "\ud800" + Hostile.MARK);
    List<Object> values = Hostile.values();
    int at = random.nextInt(values.size());
    for (String field : fields) {
      for (int i = 0; i < 12 * ROUNDS; i++) {
        Map<String, Object> report =
            new LinkedHashMap<>(
                JSON.readValue(
                    REPORT, new tools.jackson.core.type.TypeReference<Map<String, Object>>() {}));
        at = (at + 1) % values.size();
        report.put(
            field,
            i % 3 == 2 && report.get(field) instanceof Map<?, ?>
                ? Map.of("name", values.get(at), "kind", "police", "birthDate", values.get(at))
                : values.get(at));
        check(
            machine,
            "POST /api/reports " + field + " " + shortened(json(values.get(at))),
            api(
                machine,
                key,
                "/api/reports",
                Hostile.bytes(json(report)),
                "key-2%05d".formatted(n++),
                "application/json"),
            false);
      }
    }
    for (String idempotency :
        List.of("short", "a".repeat(101), "' or '1'='1'", "key-000000", "%00%00%00%00")) {
      check(
          machine,
          "POST /api/reports under " + shortened(idempotency),
          api(machine, key, "/api/reports", Hostile.bytes(REPORT), idempotency, "application/json"),
          false);
    }
    for (String token : List.of("", "x", key + "x", "' or '1'='1' --")) {
      Reply stranger =
          api(
              machine,
              token,
              "/api/reports",
              Hostile.bytes(REPORT),
              "key-300000",
              "application/json");
      check(machine, "POST /api/reports by a stranger", stranger, false);
      assertThat(stranger.status()).isEqualTo(401);
    }
    for (String signature : Hostile.TYPED) {
      String header = signature.replaceAll("[^\\x20-\\x7e]", "?");
      Reply reply =
          machine.send(
              "POST",
              "/api/answers",
              "application/json",
              Hostile.bytes("{\"referral\":\"RF-7KQ2M9XD3T\",\"answer\":\"accepted\"}"),
              "Haven-Agency",
              header,
              "Haven-Id",
              header,
              "Haven-Timestamp",
              header,
              "Haven-Signature",
              header);
      check(machine, "POST /api/answers signed " + header, reply, false);
      assertThat(reply.status()).isEqualTo(401);
    }
    for (int i = 0; i < values.size(); i++) {
      Object value = values.get(i);
      var answer = new LinkedHashMap<String, Object>();
      answer.put("referral", i % 3 == 0 ? value : "RF-7KQ2M9XD3T");
      answer.put("answer", i % 3 == 1 ? value : "accepted");
      answer.put(
          i % 5 == 4 ? "\ud800" + Hostile.MARK : "dates",
          i % 2 == 0 ? value : Map.of(String.valueOf(value), i % 4 == 1 ? "2026-11-22" : value));
      check(
          machine,
          "POST /api/answers signed " + shortened(json(answer)),
          signed(machine, Hostile.bytes(json(answer)), "message-%05d".formatted(i)),
          false);
    }
    report("machines");
  }

  /** As an agency sends it that knows the secret. */
  private Reply signed(Browser machine, byte[] body, String id) throws Exception {
    String now = String.valueOf(clock.instant().getEpochSecond());
    var mac = javax.crypto.Mac.getInstance("HmacSHA256");
    mac.init(
        new javax.crypto.spec.SecretKeySpec(
            java.util.Base64.getDecoder().decode(SECRET), "HmacSHA256"));
    mac.update(Hostile.bytes(id + "." + now + "."));
    return machine.send(
        "POST",
        "/api/answers",
        "application/json",
        body,
        "Haven-Agency",
        "marac-hub",
        "Haven-Id",
        id,
        "Haven-Timestamp",
        now,
        "Haven-Signature",
        "v1=" + java.util.HexFormat.of().formatHex(mac.doFinal(body)));
  }

  private static Reply api(
      Browser machine, String key, String address, byte[] body, String idempotency, String type)
      throws Exception {
    return machine.send(
        "POST",
        address,
        type,
        body,
        "Authorization",
        "Bearer " + key,
        "Idempotency-Key",
        idempotency,
        "Accept",
        "application/json");
  }

  private void report(String part) throws Exception {
    log.getAll()
        .lines()
        .filter(line -> line.contains(Hostile.MARK))
        .map(
            line ->
                "the log tells what was sent: "
                    + line.substring(0, Math.min(line.length(), 300)).replaceAll("^\\S+ +", ""))
        .map(line -> line.replaceAll("\\d{3,}", "n"))
        .distinct()
        .limit(10)
        .forEach(found::add);
    System.out.println("fuzz: " + part + ", " + asked + " requests so far");
    Files.createDirectories(Path.of("target", "fuzz"));
    Files.write(Path.of("target", "fuzz", part + ".txt"), found);
    var all = List.copyOf(found);
    found.clear();
    assertThat(all.subList(0, Math.min(TOLD, all.size())))
        .as("seed " + SEED + ", " + all.size() + " findings")
        .isEmpty();
  }
}
