package org.haven.testing;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.when;

import java.io.ByteArrayInputStream;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
import org.haven.evidence.CaseNotes;
import org.haven.evidence.Documents;
import org.haven.meetings.Agendas;
import org.haven.meetings.Listing;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Role;
import org.haven.platform.StaffDirectory;
import org.haven.platform.Team;
import org.haven.records.ScriptedFigures;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/**
 * Who may see what, over every page, endpoint, export and search: all of Haven but the engine, on a
 * real database, asked over HTTP as a browser asks. The routes are read from the application: one
 * without a rule here, or a rule without its route, fails.
 */
@Tag("thorough")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway")
class AccessMatrixTest extends PagesOfHaven {
  // the rules

  /** Who gets an answer of a route's own, and what everybody else gets. */
  private sealed interface Rule {
    /** Anybody, signed in or not. */
    record Everybody() implements Rule {}

    /** These of the staff; the others are told that they have no right, whatever there is. */
    record Those(Predicate<ActingPerson> who) implements Rule {}

    /**
     * Who may open the case that the address names; to the others there is no such page.
     *
     * @param shown false where the fixture has nothing at the rest of the address
     */
    record OfCase(boolean shown) implements Rule {}

    /** The same, and of those the named officers; the rest of them are told to claim a task. */
    record Named() implements Rule {}

    /** The same, and of those the named officers; to the rest there is no such page. */
    record NamedOrNone() implements Rule {}

    /**
     * Supervisors who may work on the case; to the rest there is no such page.
     *
     * @param shown false where the fixture has nothing at the rest of the address
     */
    record Supervisors(boolean shown) implements Rule {}

    /** Who may see the task that the address names; to the others there is no such page. */
    record OfTask(boolean shown) implements Rule {}

    /** A partner agency's machine by its own proof; a session of the staff is none. */
    record Machine() implements Rule {}
  }

  private static final Rule EVERYBODY = new Rule.Everybody();
  private static final Rule STAFF = new Rule.Those(_ -> true);
  private static final Rule WORKS = new Rule.Those(ActingPerson::worksCases);
  private static final Rule OF_CASE = new Rule.OfCase(true);
  private static final Rule OF_CASE_NONE_THERE = new Rule.OfCase(false);
  private static final Rule MACHINE = new Rule.Machine();
  private static final Rule ADMINISTRATOR = new Rule.Those(p -> p.has(Role.ADMINISTRATOR));
  private static final Rule AUDITOR = new Rule.Those(p -> p.has(Role.AUDITOR));
  private static final Rule CONTRACTOR = new Rule.Those(ActingPerson::isContractor);
  private static final Rule NO_CONTRACTOR = new Rule.Those(p -> !p.isContractor());
  private static final Rule REGISTER =
      new Rule.Those(p -> p.has(Role.SUPERVISOR) || p.has(Role.ADMINISTRATOR));
  private static final Rule EQUALITY =
      new Rule.Those(p -> p.has(Role.SUPERVISOR) || p.has(Role.POLICY_OWNER));
  private static final Rule MAINTENANCE =
      new Rule.Those(p -> p.worksCases() && p.teams().contains(Team.HOUSING_MAINTENANCE));
  private static final Rule SUPERVISOR = new Rule.Those(p -> p.has(Role.SUPERVISOR));
  private static final Rule REVIEWS_LOOKS =
      new Rule.Those(p -> p.has(Role.SUPERVISOR) && !p.has(Role.AUDITOR));

  /**
   * Routes to rules; a route with conditions on its parameters names them behind a question mark.
   */
  private static final Map<String, Rule> RULES =
      new TreeMap<>(
          Map.ofEntries(
              entry("GET /", STAFF),
              entry("ANY /error", EVERYBODY),
              entry("GET /sign-in", EVERYBODY),
              entry("GET /help", NO_CONTRACTOR),
              entry("GET /signed-out", EVERYBODY),
              // the machine itself and administrators; see shouldKeepHealth…
              entry("GET /actuator", EVERYBODY),
              entry("GET /actuator/health", EVERYBODY),
              entry("GET /actuator/health/**", EVERYBODY),
              entry("GET /actuator/prometheus", EVERYBODY),
              entry("POST /api/reports", MACHINE),
              entry("GET /api/reports/{receipt}", MACHINE),
              entry("GET,PUT,PATCH,DELETE,HEAD /api/reports", MACHINE),
              entry("ANY /api/reports/*/**", MACHINE),
              entry("GET /api/openapi.yaml", EVERYBODY),
              entry("POST /api/answers", EVERYBODY),
              entry("GET /api/answers.yaml", EVERYBODY),
              // the public report: see PublicReportPagesTest
              entry("GET /report-domestic-abuse", EVERYBODY),
              entry("GET /report-domestic-abuse/languages", EVERYBODY),
              entry("GET /report-domestic-abuse/exit", EVERYBODY),
              entry("GET /report-domestic-abuse/call", EVERYBODY),
              entry("GET /report-domestic-abuse/{page}", EVERYBODY),
              entry("POST /report-domestic-abuse/{page}", EVERYBODY),
              entry("GET /report-domestic-abuse/check", EVERYBODY),
              entry("POST /report-domestic-abuse/check", EVERYBODY),
              entry("GET /report-domestic-abuse/sent", EVERYBODY),
              entry("ANY /report-domestic-abuse/**", EVERYBODY),
              entry("GET /tasks", WORKS),
              entry("GET /tasks/{id}", new Rule.OfTask(true)),
              entry("POST /tasks/{id}", new Rule.OfTask(false)),
              entry("GET /tasks/{id}/letter", new Rule.OfTask(false)),
              entry("GET /tasks/{id}/records", new Rule.OfTask(false)),
              entry("POST /tasks/{id}/records", new Rule.OfTask(false)),
              entry("GET /tasks/{id}/records/{kind}/{record}", new Rule.OfTask(false)),
              entry("POST /tasks/{id}/records/{kind}/{record}", new Rule.OfTask(false)),
              entry("POST /tasks/bulk", WORKS),
              entry("POST /tasks/columns", WORKS),
              entry("POST /tasks/filters", WORKS),
              entry("POST /tasks/filters/{id}/remove", WORKS),
              entry("GET /tasks/changes", WORKS),
              entry("GET /tasks/cover", WORKS),
              entry("POST /tasks/cover", WORKS),
              entry("POST /tasks/cover/{id}/end", WORKS),
              entry("POST /tasks/{id}/notes", new Rule.OfTask(false)),
              entry("GET /tasks/{id}/hand-over", new Rule.OfTask(true)),
              entry("POST /tasks/{id}/hand-over", new Rule.OfTask(false)),
              entry("GET /tasks/{id}/send-back", new Rule.OfTask(true)),
              entry("POST /tasks/{id}/send-back", new Rule.OfTask(false)),
              entry("GET /tasks/{id}/ask", new Rule.OfTask(true)),
              entry("POST /tasks/{id}/ask", new Rule.OfTask(false)),
              entry("GET /tasks/{id}/questions/{question}", new Rule.OfTask(false)),
              entry("POST /tasks/{id}/questions/{question}", new Rule.OfTask(false)),
              entry("POST /tasks/{id}/questions/{question}/take-back", new Rule.OfTask(false)),
              entry("GET /tasks/{id}/time", new Rule.OfTask(true)),
              entry("GET /tasks/{id}/pause", new Rule.OfTask(true)),
              entry("POST /tasks/{id}/pause", new Rule.OfTask(false)),
              entry("GET /tasks/{id}/resume", new Rule.OfTask(true)),
              entry("POST /tasks/{id}/resume", new Rule.OfTask(false)),
              entry("GET /tasks/{id}/more-time", new Rule.OfTask(true)),
              entry("POST /tasks/{id}/more-time", new Rule.OfTask(false)),
              entry("POST /tasks/{id}/draft", new Rule.OfTask(false)),
              entry("POST /tasks/{id}/draft/remove", new Rule.OfTask(false)),
              entry("POST /tasks/{id}/claim", WORKS),
              entry("POST /tasks/{id}/release", WORKS),
              entry("POST /notices/{id}/read", WORKS),
              entry("GET /notices/mail", WORKS),
              entry("POST /notices/mail", WORKS),
              entry("GET /reports/new", WORKS),
              entry("POST /reports/new?lookUp", WORKS),
              entry("POST /reports/new?!lookUp", WORKS),
              entry("POST /reports/alike", WORKS),
              entry("GET /cases", WORKS),
              entry("POST /cases", WORKS),
              entry("GET /people", WORKS),
              entry("POST /people", WORKS),
              entry("GET /cases/{ref}", OF_CASE),
              entry("POST /cases/{ref}/journeys", OF_CASE),
              entry("GET /cases/{ref}/journeys/{id}", OF_CASE),
              entry("GET /cases/{ref}/journeys/{id}/diagram", OF_CASE),
              entry("GET /cases/{ref}/journeys/{id}/stop", OF_CASE),
              entry("POST /cases/{ref}/journeys/{id}/stop", OF_CASE),
              entry("GET /cases/{ref}/records", OF_CASE),
              entry("GET /cases/{ref}/records/{id}", OF_CASE),
              entry("GET /cases/{ref}/print", OF_CASE),
              entry("POST /cases/{ref}/print", OF_CASE),
              entry("GET /cases/{ref}/move", OF_CASE),
              entry("POST /cases/{ref}/move", OF_CASE),
              entry("GET /cases/{ref}/consent-withdrawn", OF_CASE),
              entry("POST /cases/{ref}/consent-withdrawn", OF_CASE),
              entry("GET /cases/{ref}/contact", OF_CASE),
              entry("POST /cases/{ref}/contact", OF_CASE),
              entry("GET /cases/{ref}/safe-contact", OF_CASE),
              entry("POST /cases/{ref}/safe-contact", OF_CASE),
              entry("GET /cases/{ref}/conflicts", OF_CASE),
              entry("POST /cases/{ref}/conflicts", OF_CASE),
              entry("GET /cases/{ref}/join", new Rule.Supervisors(true)),
              entry("POST /cases/{ref}/join", new Rule.Supervisors(true)),
              entry("GET /cases/{ref}/joins/{id}/undo", new Rule.Supervisors(false)),
              entry("POST /cases/{ref}/joins/{id}/undo", new Rule.Supervisors(false)),
              entry("GET /cases/{ref}/people/new", OF_CASE),
              entry("POST /cases/{ref}/people/new", OF_CASE),
              entry("GET /cases/{ref}/people/{id}", OF_CASE_NONE_THERE),
              entry("GET /cases/{ref}/people/{id}/correct", OF_CASE_NONE_THERE),
              entry("POST /cases/{ref}/people/{id}/correct", OF_CASE_NONE_THERE),
              entry("GET /cases/{ref}/people/{id}/join", OF_CASE_NONE_THERE),
              entry("POST /cases/{ref}/people/{id}/join", OF_CASE_NONE_THERE),
              entry("GET /cases/{ref}/person-joins/{id}/undo", OF_CASE_NONE_THERE),
              entry("POST /cases/{ref}/person-joins/{id}/undo", OF_CASE_NONE_THERE),
              entry("GET /cases/{ref}/facts", OF_CASE),
              entry("GET /cases/{ref}/facts/{id}", OF_CASE_NONE_THERE),
              entry("POST /cases/{ref}/facts/{id}", OF_CASE_NONE_THERE),
              entry("GET /cases/{ref}/contact/correct", OF_CASE),
              entry("POST /cases/{ref}/contact/correct", OF_CASE),
              entry("GET /cases/{ref}/contact/earlier", OF_CASE),
              entry("POST /cases/{ref}/contact/earlier", OF_CASE),
              entry("GET /cases/{ref}/vault/correct", OF_CASE),
              entry("POST /cases/{ref}/vault/correct", OF_CASE),
              entry("GET /cases/{ref}/complaints/new", OF_CASE),
              entry("POST /cases/{ref}/complaints/new", OF_CASE),
              entry("GET /cases/{ref}/record-requests/new", OF_CASE),
              entry("POST /cases/{ref}/record-requests/new", OF_CASE),
              entry("GET /cases/{ref}/data-breaches/new", OF_CASE),
              entry("POST /cases/{ref}/data-breaches/new", OF_CASE),
              entry("GET /cases/{ref}/new-home", OF_CASE_NONE_THERE),
              entry("POST /cases/{ref}/new-home", OF_CASE_NONE_THERE),
              entry("GET /cases/{ref}/answers/{id}", OF_CASE_NONE_THERE),
              entry("POST /cases/{ref}/answers/{id}", OF_CASE_NONE_THERE),
              entry("POST /cases/{ref}/kept-answers/{id}/seen", OF_CASE_NONE_THERE),
              entry("GET /cases/{ref}/letters/{letterId}", OF_CASE_NONE_THERE),
              entry("GET /cases/{ref}/appointments/{id}", OF_CASE_NONE_THERE),
              entry("GET /cases/{ref}/homelessness/{letterId}/review", OF_CASE_NONE_THERE),
              entry("POST /cases/{ref}/homelessness/{letterId}/review", OF_CASE_NONE_THERE),
              entry("GET /cases/{ref}/complaints/{id}/stage-2", OF_CASE_NONE_THERE),
              entry("POST /cases/{ref}/complaints/{id}/stage-2", OF_CASE_NONE_THERE),
              entry("GET /cases/{ref}/complaints/{id}/ombudsman", OF_CASE_NONE_THERE),
              entry("POST /cases/{ref}/complaints/{id}/ombudsman", OF_CASE_NONE_THERE),
              entry("GET /cases/{ref}/record-requests/{id}/more-time", OF_CASE_NONE_THERE),
              entry("POST /cases/{ref}/record-requests/{id}/more-time", OF_CASE_NONE_THERE),
              entry("GET /cases/{ref}/record-requests/{id}/bundle", OF_CASE_NONE_THERE),
              entry("POST /cases/{ref}/record-requests/{id}/bundle", OF_CASE_NONE_THERE),
              entry("POST /cases/{ref}/record-requests/{id}/bundle/again", OF_CASE_NONE_THERE),
              entry("GET /cases/{ref}/safe-address", new Rule.Named()),
              entry("POST /cases/{ref}/safe-address", new Rule.Named()),
              entry("GET /cases/{ref}/marac-minutes", new Rule.NamedOrNone()),
              entry("POST /cases/{ref}/marac-minutes", new Rule.NamedOrNone()),
              entry("GET /cases/{ref}/documents", OF_CASE),
              entry("POST /cases/{ref}/documents", OF_CASE),
              entry("GET /cases/{ref}/documents/{id}", OF_CASE),
              entry("GET /cases/{ref}/notes", OF_CASE),
              entry("GET /cases/{ref}/notes/new", OF_CASE),
              entry("POST /cases/{ref}/notes/new", OF_CASE),
              entry("GET /cases/{ref}/notes/{id}/correct", OF_CASE),
              entry("POST /cases/{ref}/notes/{id}/correct", OF_CASE),
              entry("GET /cases/{ref}/support-offered", OF_CASE),
              entry("GET /cases/{ref}/bundles", OF_CASE),
              entry("GET /cases/{ref}/bundles/new", OF_CASE),
              entry("POST /cases/{ref}/bundles/new", OF_CASE),
              entry("GET /cases/{ref}/bundles/{id}", OF_CASE_NONE_THERE),
              entry("GET /cases/{ref}/bundles/{id}/file", OF_CASE_NONE_THERE),
              entry("POST /cases/{ref}/bundles/{id}/check", OF_CASE_NONE_THERE),
              entry("GET /meetings", WORKS),
              entry("GET /meetings/{id}", WORKS),
              entry("GET /meetings/{id}/calendar", WORKS),
              entry("POST /meetings/{id}/date", WORKS),
              entry("POST /meetings/{id}/cancel", WORKS),
              entry("POST /meetings/{id}/items/{item}/place", WORKS),
              entry("POST /meetings/{id}/items/{item}/open", WORKS),
              entry("POST /meetings/{id}/items/{item}/minutes", WORKS),
              entry("POST /meetings/{id}/items/{item}/typing", WORKS),
              entry("POST /meetings/{id}/items/{item}/actions", WORKS),
              entry("POST /meetings/{id}/items/{item}/actions/{action}/remove", WORKS),
              entry("GET /break-glass", WORKS),
              entry("POST /break-glass", WORKS),
              entry("GET /break-glass/reviews", REVIEWS_LOOKS),
              entry("GET /break-glass/reviews/{id}", REVIEWS_LOOKS),
              entry("POST /break-glass/reviews/{id}", REVIEWS_LOOKS),
              entry("GET /works-orders", MAINTENANCE),
              entry("POST /works-orders", MAINTENANCE),
              entry("POST /works-orders/file", MAINTENANCE),
              entry("POST /works-orders/file/{id}", MAINTENANCE),
              entry("GET /works-orders/{id}/contractor", MAINTENANCE),
              entry("POST /works-orders/{id}/contractor", MAINTENANCE),
              // of which firm they are: see shouldReadAsIfThereWereNoCase…
              entry("GET /jobs", CONTRACTOR),
              entry("GET /jobs/{id}", CONTRACTOR),
              entry("POST /jobs/{id}/done", CONTRACTOR),
              entry("POST /jobs/{id}/not-done", CONTRACTOR),
              entry(
                  "GET /band-awards.csv",
                  new Rule.Those(
                      p ->
                          p.supervises(Team.HOUSING_SOLUTIONS)
                              || p.supervises(Team.TENANCY_SERVICES))),
              entry("GET /tenancies", REGISTER),
              entry("POST /tenancies", REGISTER),
              entry("GET /tenancies/imports/{id}", REGISTER),
              entry("GET /tenancies/imports/refused/{id}", REGISTER),
              entry("GET /concern-cards/new", WORKS),
              entry("POST /concern-cards/new", WORKS),
              entry("GET /concern-cards/sent", WORKS),
              entry("GET /repairs-feed", MAINTENANCE),
              entry("POST /repairs-feed", MAINTENANCE),
              entry("GET /review-requests/new", WORKS),
              entry("POST /review-requests/new", WORKS),
              entry("GET /review-requests/taken", WORKS),
              entry(
                  "GET /reciprocal-requests/new",
                  new Rule.Those(
                      p -> p.worksCases() && p.teams().contains(Team.HOUSING_SOLUTIONS))),
              entry(
                  "POST /reciprocal-requests/new",
                  new Rule.Those(
                      p -> p.worksCases() && p.teams().contains(Team.HOUSING_SOLUTIONS))),
              entry(
                  "GET /policy-reviews",
                  new Rule.Those(
                      p -> p.worksCases() || p.has(Role.POLICY_OWNER) || p.has(Role.AUDITOR))),
              entry(
                  "POST /policy-reviews?!adopted",
                  new Rule.Those(
                      p -> p.has(Role.POLICY_OWNER) || p.teams().contains(Team.SERVICE_MANAGER))),
              entry(
                  "POST /policy-reviews?adopted",
                  new Rule.Those(
                      p -> p.has(Role.POLICY_OWNER) || p.teams().contains(Team.SERVICE_MANAGER))),
              entry("GET /audit", AUDITOR),
              entry("POST /audit", AUDITOR),
              entry("POST /audit/verification", AUDITOR),
              entry("GET /supervision", SUPERVISOR),
              entry("GET /supervision/work", SUPERVISOR),
              entry("GET /supervision/journeys/{process}", SUPERVISOR),
              entry("GET /supervision/journeys/{process}/diagram", SUPERVISOR),
              // whose case it is of: see shouldReadAsIfThereWereNoCase…
              entry("GET /supervision/instances/{id}", SUPERVISOR),
              entry("GET /supervision/instances/{id}/diagram", SUPERVISOR),
              entry("GET /supervision/instances/{id}/acts/{kind}", SUPERVISOR),
              entry("POST /supervision/instances/{id}/acts/{kind}", SUPERVISOR),
              entry("GET /supervision/instances/{id}/version", SUPERVISOR),
              entry("POST /supervision/instances/{id}/version", SUPERVISOR),
              entry("GET /supervision/journeys/{process}/versions/{version}/move", SUPERVISOR),
              entry("POST /supervision/journeys/{process}/versions/{version}/move", SUPERVISOR),
              entry("GET /supervision/service-levels", SUPERVISOR),
              entry("GET /supervision/service-levels.csv", SUPERVISOR),
              entry("GET /supervision/reports", EQUALITY),
              entry("GET /supervision/reports/{report}", EQUALITY),
              entry("GET /supervision/reports.csv", EQUALITY),
              entry("GET /supervision/reports.pdf", EQUALITY),
              entry("GET /supervision/alerts", SUPERVISOR),
              entry("GET /supervision/alerts/new", SUPERVISOR),
              entry("POST /supervision/alerts/new", SUPERVISOR),
              // whose alert it is: see AlertPagesTest
              entry("GET /supervision/alerts/{id}", SUPERVISOR),
              entry("POST /supervision/alerts/{id}", SUPERVISOR),
              entry("POST /supervision/alerts/{id}/switch", SUPERVISOR),
              entry("POST /supervision/alerts/{id}/delete", SUPERVISOR),
              entry("GET /supervision/incidents", SUPERVISOR),
              entry("POST /supervision/incidents", SUPERVISOR),
              entry("GET /equality/new", WORKS),
              entry("POST /equality/new", WORKS),
              entry("GET /equality", EQUALITY),
              entry("GET /equality.csv", EQUALITY),
              entry("GET /platform", ADMINISTRATOR),
              entry("GET /platform/keys", ADMINISTRATOR),
              entry("POST /platform/keys", ADMINISTRATOR),
              entry("POST /platform/keys/search-index", ADMINISTRATOR),
              entry("POST /platform/outbox/{id}/retry", ADMINISTRATOR),
              entry("POST /platform/tasks/rebuild", ADMINISTRATOR),
              entry("POST /platform/figures/rebuild", ADMINISTRATOR)));

  /** Lists, counts and exports: what each shows must not change by a case that is hidden. */
  private static final List<String> LISTS =
      List.of(
          "GET /",
          "GET /tasks",
          "GET /tasks?list=team",
          "GET /tasks?list=unclaimed&due=late",
          "GET /tasks?list=team&filter=open",
          "GET /tasks?list=team&officer=maya.okafor",
          "GET /tasks?list=waiting",
          "GET /tasks?list=done",
          "GET /tasks/cover",
          "GET /tasks?refresh=list",
          "GET /cases",
          "GET /meetings",
          "GET /reports/new",
          "GET /break-glass",
          "GET /break-glass/reviews",
          "GET /works-orders",
          "POST /works-orders/file",
          "GET /jobs",
          "GET /band-awards.csv",
          "GET /tenancies",
          "GET /repairs-feed",
          "GET /concern-cards/new",
          "GET /review-requests/new",
          "GET /policy-reviews",
          "GET /equality",
          "GET /equality/new",
          "GET /supervision",
          "GET /supervision?show=all",
          "GET /supervision/work?journey=refer-to-marac",
          "GET /supervision/work?journey=refer-to-marac&which=late",
          "GET /supervision/journeys/refer-to-marac",
          "GET /supervision/journeys/refer-to-marac/diagram",
          "GET /supervision/service-levels",
          "GET /supervision/service-levels?by=month&team=housing-solutions",
          "GET /supervision/service-levels.csv",
          "GET /supervision/reports",
          "GET /supervision/reports/reports",
          "GET /supervision/incidents",
          "GET /supervision/journeys/refer-to-marac/versions/1/move",
          "GET /platform");

  /** Those of them that do show the case to somebody once it is hidden from nobody. */
  private static final Set<String> SHOW_IT =
      Set.of(
          "GET /tasks",
          "GET /tasks?list=team",
          "GET /tasks?list=unclaimed&due=late",
          "GET /tasks?list=team&filter=open",
          "GET /tasks?list=team&officer=maya.okafor",
          "GET /tasks?list=waiting",
          "GET /tasks?list=done",
          "GET /tasks?refresh=list",
          "GET /cases",
          "GET /meetings",
          "GET /break-glass/reviews",
          "GET /works-orders",
          "POST /works-orders/file",
          "GET /jobs",
          "GET /band-awards.csv",
          "GET /supervision",
          "GET /supervision?show=all",
          "GET /supervision/work?journey=refer-to-marac",
          "GET /supervision/work?journey=refer-to-marac&which=late",
          "GET /supervision/journeys/refer-to-marac",
          "GET /supervision/journeys/refer-to-marac/diagram",
          "GET /supervision/service-levels",
          "GET /supervision/service-levels?by=month&team=housing-solutions",
          "GET /supervision/service-levels.csv",
          "GET /supervision/incidents",
          "GET /supervision/journeys/refer-to-marac/versions/1/move",
          "GET /platform");

  /** One of each kind of right; the same that the local platform seeds. */
  private static final List<String> PEOPLE =
      List.of(
          "maya.okafor", // the lead team's officer, named by a claim
          "tom.reeve", // the lead team's officer, named nowhere
          "helen.marsh", // the lead team's supervisor
          "david.achebe", // the supporting team's supervisor
          "ines.moreau", // supervisor of a team with a task
          "kit.farrow", // no team's of the case
          "fiona.glass", // safeguarding lead
          "clare.hodge", // service manager
          "beth.quayle", // policy owner who is an officer too
          "pat.policy", // policy owner alone
          "owen.pike", // auditor
          "zoe.lamb", // administrator
          "lee.mortimer"); // of the contractor that has orders of the case

  /** Of those, one of each kind of right that counts where everybody is conflicted. */
  private static final List<String> CONFLICTED =
      PEOPLE.stream()
          .filter(name -> !Set.of("tom.reeve", "david.achebe", "clare.hodge").contains(name))
          .toList();

  private static final Set<Team> TEAMS =
      Set.of(Team.HOUSING_SOLUTIONS, Team.TENANCY_SERVICES, Team.HOUSING_MAINTENANCE);
  private static final CaseRef NONE = new CaseRef("HV-22222222");
  private static final String TENANCY = "T-900100";
  private static final String NO_TENANCY = "T-900199";
  private static final String NO_MEETING = "00000000-0000-4000-8000-000000000404";
  private static final List<String> OF_MEETING =
      List.of(
          "GET /meetings/{id}",
          "GET /meetings/{id}/calendar",
          "POST /meetings/{id}/date",
          "POST /meetings/{id}/cancel",
          "POST /meetings/{id}/items/{item}/place",
          "POST /meetings/{id}/items/{item}/open",
          "POST /meetings/{id}/items/{item}/minutes",
          "POST /meetings/{id}/items/{item}/typing",
          "POST /meetings/{id}/items/{item}/actions",
          "POST /meetings/{id}/items/{item}/actions/{action}/remove");
  private static final long TASK = 9_001;
  private static final long NO_TASK = 9_999;
  private static final String ORDER = "WO-23456789A" + 'o' % 8;
  private static final String NO_ORDER = "WO-2222222222";
  private static final UUID EXPORT = UUID.randomUUID();
  private static final UUID NOTE = UUID.randomUUID();

  @Autowired ApplicationContext haven;
  @Autowired JdbcClient db;
  @Autowired Clock clock;
  @Autowired StaffDirectory staff;

  private CaseRef hidden;
  private long journeyRow;
  private String record;
  private String document;
  private String meeting;
  private String meetingItem;
  private final Map<String, String> before = new LinkedHashMap<>();
  private final Map<String, Browser> browsers = new LinkedHashMap<>();
  private final Map<String, Answer> nothing = new LinkedHashMap<>();

  private <T> T get(Class<T> type) {
    return haven.getBean(type);
  }

  private ActingPerson person(String username) {
    return staff.find(username).orElseThrow();
  }

  // asking as a browser does

  /** What came back, with what is different each time taken out. */
  private record Answer(int status, Map<String, List<String>> headers, String body) {
    boolean same(Answer other) {
      return equals(other);
    }
  }

  /** What the server says of the connection, and a session's cookie. */
  private static final Set<String> NOT_OF_THE_ANSWER =
      Set.of("date", "content-length", "set-cookie", "connection", "keep-alive");

  /** Somebody's browser. */
  private final class Browser {
    private final HttpClient http =
        HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private String token = "";

    Browser signedIn(String username) throws Exception {
      token(send("GET", "/sign-in", Map.of()));
      var in =
          send(
              "POST",
              "/sign-in",
              Map.of("username", username, "password", AllButTheEngine.password()));
      assertThat(in.headers().firstValue("location").orElse("")).as(username).endsWith("/");
      token(send("GET", "/", Map.of()));
      return this;
    }

    private void token(HttpResponse<String> page) throws Exception {
      var input = Jsoup.parse(page.body()).selectFirst("input[name=_csrf]");
      if (input == null && page.statusCode() == 302) {
        String to = URI.create(page.headers().firstValue("location").orElseThrow()).getPath();
        token(send("GET", to, Map.of()));
      } else if (input != null) {
        token = input.val();
      }
    }

    private HttpResponse<String> send(String method, String path, Map<String, String> fields)
        throws Exception {
      var request =
          HttpRequest.newBuilder(
              URI.create(
                  "http://localhost:"
                      + haven.getEnvironment().getProperty("local.server.port")
                      + path));
      request.header("Accept", "text/html, */*;q=0.8");
      if (method.equals("GET")) {
        request.GET();
      } else {
        var all = new LinkedHashMap<>(fields);
        all.put("_csrf", token);
        request
            .header("Content-Type", "application/x-www-form-urlencoded")
            .method(
                method,
                HttpRequest.BodyPublishers.ofString(
                    all.entrySet().stream()
                        .map(e -> e.getKey() + "=" + encoded(e.getValue()))
                        .collect(Collectors.joining("&"))));
      }
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Addresses and parameters may name the case or task by {ref}, {id} and such. */
    Answer ask(String route, Map<String, String> path, Map<String, String> fields)
        throws Exception {
      String method = route.substring(0, route.indexOf(' '));
      String address = filled(route.substring(route.indexOf(' ') + 1), path);
      var filled = new LinkedHashMap<String, String>();
      fields.forEach((name, value) -> filled.put(name, filled(value, path)));
      var response = send(method, address, filled);
      var headers = new TreeMap<String, List<String>>();
      response
          .headers()
          .map()
          .forEach(
              (name, values) -> {
                if (!NOT_OF_THE_ANSWER.contains(name)) {
                  headers.put(name, values.stream().map(value -> plain(value, path)).toList());
                }
              });
      return new Answer(response.statusCode(), headers, plain(response.body(), path));
    }
  }

  /** What the person gets of an address of no case: whichever it is, the same. */
  private Answer nothingThere(String username, String route) throws Exception {
    String method = route.substring(0, route.indexOf(' '));
    String key = username + " " + method;
    Answer known = nothing.get(key);
    if (known == null) {
      known = as(username).ask(method + " /cases/{ref}/move", path(route, NONE), FILLED);
      nothing.put(key, known);
    }
    return known;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String filled(String text, Map<String, String> path) {
    String filled = text;
    for (var part : path.entrySet()) {
      filled = filled.replace("{" + part.getKey() + "}", part.getValue());
    }
    return filled;
  }

  private static final Pattern MARKS =
      Pattern.compile("(name=\"(?:_csrf|once|token)\" value=\")[^\"]*");

  /** What was asked for is echoed back at most; marks against forgery differ each time. */
  private static String plain(String text, Map<String, String> path) {
    String plain = MARKS.matcher(text).replaceAll("$1***");
    for (var part : path.entrySet()) {
      if (part.getValue().length() > 3) {
        plain = plain.replace(part.getValue(), "{" + part.getKey() + "}");
      }
    }
    return plain;
  }

  private Browser as(String username) throws Exception {
    var known = browsers.get(username);
    if (known == null) {
      known = new Browser().signedIn(username);
      browsers.put(username, known);
    }
    return known;
  }

  // the world

  /** Of one journey there are two versions. */
  @BeforeEach
  @Override
  protected void quiet() {
    super.quiet();
    when(models.versions("refer-to-marac")).thenReturn(List.of(2, 1));
    when(models.bpmnXml("refer-to-marac", 1)).thenReturn(Optional.of("<definitions/>"));
  }

  @BeforeAll
  void world() throws Exception {
    quiet();
    // what other tests left behind changes by itself while this compares lists
    TestDatabase.owner(db).sql("truncate case_file, task, notice cascade").update();
    db.sql("insert into staff (username, display_name, roles, teams) values (?, ?, ?, ?)")
        .params("pat.policy", "Pat Policy", new String[] {"POLICY_OWNER"}, new String[] {})
        .update();
    db.sql(
            "update staff set password = (select password from staff where username ="
                + " 'maya.okafor') where username = 'pat.policy'")
        .update();
    get(TenancyRegister.class)
        .importCsv(
            new ByteArrayInputStream(
                (String.join(",", TenancyRegister.columns())
                        + "\r\n"
                        + TENANCY
                        + ",100,1 Sample Row,,Sampleton,ME14 1AA,council-tenant,secure-lifetime,"
                        + "joint,2019-04-01,monday,,\"Sample, Noor\"\r\n")
                    .getBytes(StandardCharsets.UTF_8)),
            person("helen.marsh"),
            (_, _) -> {});
    for (String username : PEOPLE) {
      for (String list : LISTS) {
        before.put(username + " " + list, shown(username, list));
      }
    }
    aCaseWithEverything();
  }

  /** A list as somebody sees it; what only tells how the machine does is left out. */
  private String shown(String username, String list) throws Exception {
    Answer answer = as(username).ask(list, Map.of(), Map.of());
    if (list.startsWith("GET /supervision")) {
      // how long the same has stood there goes on while the test runs
      String body = answer.body().replaceAll("\\b\\d+ (second|minute)s?\\b", "a while");
      return answer.status() + answer.headers().toString() + body;
    }
    if (!list.equals("GET /platform")) {
      return answer.status() + answer.headers().toString() + answer.body();
    }
    var page = Jsoup.parse(answer.body());
    page.select("[aria-labelledby=parts-title]").remove();
    return answer.status() + page.html().replaceAll("oldest for [^.]*\\.", "oldest for a while.");
  }

  private void aCaseWithEverything() {
    var system = By.SYSTEM;
    Instant now = clock.instant();
    hidden =
        get(CaseFiles.class).open(new NewCase(new Code("phone"), now, null, null, false), system);
    get(CaseFiles.class).assignLead(hidden, Team.HOUSING_SOLUTIONS, Team.TENANCY_SERVICES, system);
    get(CaseAccess.class).involve(hidden, Team.HOUSING_MAINTENANCE, new Code("task"));
    get(People.class).add(hidden, PersonKind.VICTIM, Map.of("name", "Noor Hiddenname"), system);
    get(AddressVault.class).write(hidden, Map.of("safeAddress", "7 Hiddenstreet"), system);
    get(CaseFacts.class).put(hidden, Map.of("tenancyRef", new Code(TENANCY)), system);
    JourneyId journey =
        get(JourneyRegister.class).request(hidden, "refer-to-marac", Map.of(), system);
    journeyRow =
        db.sql(
                "update journey set status = 'running', process_instance_key = 77 where case_ref ="
                    + " ? returning id")
            .param(hidden.value())
            .query(Long.class)
            .single();
    record =
        get(FormRecords.class)
            .record(
                hidden,
                journey,
                "Task_RecordIt",
                "record-victims-wishes",
                Map.of(),
                Map.of(),
                Map.of("words", "Hiddenwords"),
                system);
    get(Agendas.class)
        .list(hidden, journey, new Listing("marac", now.plusSeconds(86_400), true, false, true));
    meeting = ofHidden("sitting_id");
    meetingItem = ofHidden("item_id");
    var maya = person("maya.okafor");
    document =
        ((Documents.Added.Kept)
                get(Documents.class)
                    .add(
                        maya,
                        hidden,
                        "a.txt",
                        "Hiddenfile",
                        UUID.randomUUID(),
                        new ByteArrayInputStream("Hiddenfile".getBytes(StandardCharsets.UTF_8))))
            .documentId();
    get(CaseNotes.class)
        .write(
            maya, hidden, new CaseNotes.Entry(NOTE, new Code("note"), null, now, "Hidden", null));
    long task = TASK;
    for (Team team : TEAMS) {
      task(task++, journey, team, "maya.okafor");
      task(task++, journey, team, null);
    }
    get(CaseWorkers.class).worked(hidden, new By("maya.okafor"));
    for (String username : PEOPLE) {
      db.sql(
              "insert into notice (username, kind, case_ref, task_id, at) values (?, 'BREACH', ?,"
                  + " ?, now()), (?, 'OTHER', ?, null, now())")
          .params(username, hidden.value(), TASK, username, hidden.value())
          .update();
    }
    for (String state : List.of("ordered", "exported", "recalled")) {
      db.sql(
              """
              insert into works_order (works_order_id, case_ref, journey_id, tenancy_ref, jobs,
                ready_from, ready_to, sealed, status, contractor, ordered_at, exported_at,
                export_id, recalled_at, by, element_instance_key)
              values (:id, :case, :journey, :tenancy, '{locks}', :day, :day, '{}', :status,
                'repairs-contractor', now(), :exported::timestamptz, :export::uuid,
                :recalled::timestamptz, 'system', :key)
              """)
          .param("id", "WO-23456789A" + state.charAt(0) % 8)
          .param("case", hidden.value())
          .param("journey", journey.value())
          .param("tenancy", TENANCY)
          .param("day", LocalDate.of(2026, 12, 1))
          .param("status", state.equals("recalled") ? "exported" : state)
          .param("exported", state.equals("ordered") ? null : now.toString())
          .param("export", state.equals("ordered") ? null : EXPORT.toString())
          .param("recalled", state.equals("recalled") ? now.toString() : null)
          .param("key", (long) state.hashCode())
          .update();
    }
    db.sql("insert into band_award values ('BA-1', ?, ?, 'a', 2, date '2026-11-20', now())")
        .params(hidden.value(), journey.value())
        .update();
    for (boolean dead : List.of(true, false)) {
      db.sql(
              """
              insert into outbox (case_ref, kind, name, correlation_key, facts, created_at,
                next_attempt_at, dead_at, last_error)
              values (?, 'MESSAGE', 'hidden-message', 'x', '{}', now(), now() + interval '1 day',
                case when ? then now() end, 'INVALID_ARGUMENT')
              """)
          .params(hidden.value(), dead)
          .update();
    }
    db.sql(
            """
            insert into journey_step values
              (77, 77, 1, 'refer-to-marac', 1, -1, 'refer-to-marac', 'PROCESS', now(), null, false,
                77)
            """)
        .update();
    db.sql(
            "insert into journey_incident values (901, 77, 'refer-to-marac', 'Task_Hidden',"
                + " 'JOB_NO_RETRIES', now())")
        .update();
    db.sql(
            """
            insert into tenancy_flag (case_ref, journey_id, step_key, tenancy_ref, from_on, ends_on,
              at, by)
            values (?, ?, 5, ?, current_date - 1, current_date + 300, now(), 'system')
            """)
        .params(hidden.value(), journey.value(), TENANCY)
        .update();
    get(BreakGlass.class).open(person("colin.drew"), hidden, "Hiddenreason");
    get(ScriptedFigures.class)
        .stand(77, "refer-to-marac", 1, "Task_Hidden", hidden.value(), now.minusSeconds(60));
  }

  private void task(long id, JourneyId journey, Team team, String holder) {
    db.sql(
            """
            insert into task (element_instance_key, user_task_key, process_instance_key,
              process_definition_key, process_id, process_version, element_id, title, why,
              policy_clause, case_ref, journey_id, team, for_supervisor, follows_lead, form_id,
              sla_key, outcomes, reaches_her, status, opened_at, warn_at, due_at)
            values (?, ?, 77, 1, 'refer-to-marac', 1, 'Task_Hidden', 'Hiddentask', 'Why', '6.7', ?,
              ?, ?, false, false, 'task-outcome', 'firstContact', '{done}', false, 'OPEN', now(),
              now() - interval '2 hours', now() - interval '1 hour')
            """)
        .params(id, id, hidden.value(), journey.value(), team.code())
        .update();
    if (holder != null) {
      db.sql(
              "insert into task_claim (element_instance_key, assignee, claimed_at) values (?, ?,"
                  + " now())")
          .params(id, holder)
          .update();
    }
  }

  private void hiddenFromAll() {
    for (String username : PEOPLE) {
      db.sql(
              "insert into case_conflict values (?, ?, 'related', now(), 'system') on conflict do"
                  + " nothing")
          .params(hidden.value(), username)
          .update();
    }
  }

  private void hiddenFromNobody() {
    db.sql("delete from case_conflict").update();
  }

  // what routes there are

  private Set<String> routes() {
    var routes = new TreeSet<String>();
    for (var mapping : haven.getBeansOfType(RequestMappingInfoHandlerMapping.class).values()) {
      for (RequestMappingInfo info : mapping.getHandlerMethods().keySet()) {
        String methods =
            info.getMethodsCondition().getMethods().isEmpty()
                ? "ANY"
                : info.getMethodsCondition().getMethods().stream()
                    .map(Enum::name)
                    .collect(Collectors.joining(","));
        String params =
            info.getParamsCondition().getExpressions().stream()
                .map(Object::toString)
                .collect(Collectors.joining("&"));
        for (String pattern : info.getPatternValues()) {
          routes.add(methods + " " + pattern + (params.isEmpty() ? "" : "?" + params));
        }
      }
    }
    return routes;
  }

  private Map<String, String> path(CaseRef caseRef) {
    return Map.of(
        "ref",
        caseRef.value(),
        "tenancy",
        caseRef.equals(hidden) ? TENANCY : NO_TENANCY,
        "letterId",
        "LE-2345678923",
        "receipt",
        "none-such",
        "process",
        "refer-to-marac",
        "report",
        "first-contact",
        "version",
        "1");
  }

  /** With what stands for the rest of the address. */
  private Map<String, String> path(String route, CaseRef caseRef) {
    var path = new LinkedHashMap<>(path(caseRef));
    path.put("kind", "abc");
    path.put("record", "def");
    path.put("item", NO_MEETING);
    path.put("action", NO_MEETING);
    path.put("question", NO_MEETING);
    path.put(
        "id",
        route.contains("/journeys/")
            ? String.valueOf(journeyRow)
            : route.contains("/records/")
                ? record
                : route.contains("/documents/")
                    ? document
                    : route.contains("/notes/")
                        ? NOTE.toString()
                        : route.contains("/appointments/") ? "1" : UUID.randomUUID().toString());
    return path;
  }

  /** What a page asks for, each field filled with something. */
  private static final Map<String, String> FILLED =
      Map.ofEntries(
          entry("reason", "Because"),
          entry("contractor", "repairs-contractor"),
          entry("doneOnDay", "2"),
          entry("doneOnMonth", "11"),
          entry("doneOnYear", "2026"),
          entry("doneTime", "9.30"),
          entry("answers", "{}"),
          entry("answer", "yes"),
          entry("what", "words"),
          entry("who", "tom.reeve"),
          entry("why", "related"),
          entry("alone", "yes"),
          entry("processId", "assess-risk"),
          entry("safeAddress", "9 Elsewhere"),
          entry("minutesId", "00000000-0000-4000-8000-000000000001"),
          entry("once", "00000000-0000-4000-8000-000000000002"),
          entry("token", "00000000-0000-4000-8000-000000000003"),
          entry("tenancyRef", "T-900150"),
          entry("addressOut", "no"),
          entry("awareTime", "10.00"),
          entry("receivedOn-day", "1"),
          entry("receivedOn-month", "10"),
          entry("receivedOn-year", "2026"));

  private static boolean ofCase(Map.Entry<String, Rule> rule) {
    return rule.getKey().contains("{ref}");
  }

  // the tests

  @Test
  void shouldHaveARule_forEveryRouteThatThereIs() {
    assertThat(RULES.keySet())
        .as("each route needs a rule in this test, each rule a route")
        .isEqualTo(routes());
    assertThat(RULES.keySet().stream().filter(route -> route.contains(" /cases/")))
        .as("an address of a case names it {ref}, as the one place does that keeps a look a look")
        .allMatch(route -> route.contains(" /cases/{ref}"));
    assertThat(RULES.entrySet().stream().filter(AccessMatrixTest::ofCase))
        .as("an address that names a case is open to those of the case")
        .allMatch(
            rule ->
                rule.getValue() instanceof Rule.OfCase
                    || rule.getValue() instanceof Rule.Named
                    || rule.getValue() instanceof Rule.NamedOrNone
                    || rule.getValue() instanceof Rule.Supervisors);
  }

  @Test
  void shouldAskToSignIn_whateverNobodyAsksFor() throws Exception {
    var stranger = new Browser();
    stranger.token(stranger.send("GET", "/sign-in", Map.of()));
    for (var rule : RULES.entrySet()) {
      String route = rule.getKey();
      if (rule.getValue() instanceof Rule.Everybody
          || route.startsWith("ANY")
          || route.contains(",")) {
        continue;
      }
      var there = stranger.ask(route.replaceAll("\\?!.*", ""), path(route, hidden), FILLED);
      var none = stranger.ask(route.replaceAll("\\?!.*", ""), path(route, NONE), FILLED);
      assertThat(there).as(route).isEqualTo(none);
      if (rule.getValue() instanceof Rule.Machine) {
        assertThat(there.status()).as(route).isEqualTo(401);
      } else {
        assertThat(there.status()).as(route).isEqualTo(302);
        assertThat(there.headers().get("location").getFirst()).as(route).endsWith("/sign-in");
      }
    }
  }

  @Test
  void shouldReadAsIfThereWereNoCase_toWhoeverMustNotKnowOfIt() throws Exception {
    hiddenFromAll();
    var told = new ArrayList<String>();
    for (String username : CONFLICTED) {
      for (var rule : RULES.entrySet()) {
        String route = rule.getKey();
        if (!ofCase(rule)) {
          continue;
        }
        var there = as(username).ask(route, path(route, hidden), FILLED);
        boolean works = person(username).worksCases();
        if (!there.same(nothingThere(username, route)) || there.status() != (works ? 404 : 403)) {
          told.add(username + " " + route + " " + there.status());
        }
      }
      for (String route :
          List.of(
              "GET /tasks/{task}",
              "GET /tasks/{task}/letter",
              "GET /tasks/{task}/records",
              "POST /tasks/{task}/records",
              "POST /tasks/{task}",
              "POST /tasks/{task}/notes",
              "GET /tasks/{task}/hand-over",
              "POST /tasks/{task}/hand-over",
              "GET /tasks/{task}/send-back",
              "POST /tasks/{task}/send-back",
              "GET /tasks/{task}/ask",
              "POST /tasks/{task}/ask",
              "GET /tasks/{task}/questions/00000000-0000-4000-8000-000000000002",
              "POST /tasks/{task}/questions/00000000-0000-4000-8000-000000000002",
              "POST /tasks/{task}/questions/00000000-0000-4000-8000-000000000002/take-back",
              "GET /tasks/{task}/time",
              "GET /tasks/{task}/pause",
              "POST /tasks/{task}/pause",
              "GET /tasks/{task}/resume",
              "POST /tasks/{task}/resume",
              "GET /tasks/{task}/more-time",
              "POST /tasks/{task}/more-time",
              "POST /tasks/{task}/draft",
              "POST /tasks/{task}/draft/remove",
              "POST /tasks/{task}/claim",
              "POST /tasks/{task}/release",
              "GET /jobs/{order}",
              "POST /jobs/{order}/done",
              "POST /jobs/{order}/not-done",
              "GET /works-orders/{order}/contractor",
              "POST /works-orders/{order}/contractor")) {
        var there =
            as(username).ask(route, Map.of("task", String.valueOf(TASK), "order", ORDER), FILLED);
        var none =
            as(username)
                .ask(route, Map.of("task", String.valueOf(NO_TASK), "order", NO_ORDER), FILLED);
        if (!there.same(none)) {
          told.add(username + " " + route);
        }
      }
      for (String route :
          List.of(
              "GET /supervision/instances/{journey}",
              "GET /supervision/instances/{journey}/diagram",
              "GET /supervision/instances/{journey}/acts/cancel",
              "POST /supervision/instances/{journey}/acts/cancel",
              "GET /supervision/instances/{journey}/acts/resolve?of=901",
              "POST /supervision/instances/{journey}/acts/resolve?of=901",
              "GET /supervision/instances/{journey}/version?to=2",
              "POST /supervision/instances/{journey}/version?to=2")) {
        var there = as(username).ask(route, Map.of("journey", String.valueOf(journeyRow)), FILLED);
        var none = as(username).ask(route, Map.of("journey", "987654321"), FILLED);
        boolean supervises = person(username).has(Role.SUPERVISOR);
        if (!there.same(none) || there.status() != (supervises ? 404 : 403)) {
          told.add(username + " " + route + " " + there.status());
        }
      }
      for (String route : OF_MEETING) {
        var there = as(username).ask(route, ofMeeting(meeting, meetingItem), FILLED);
        var none = as(username).ask(route, ofMeeting(NO_MEETING, NO_MEETING), FILLED);
        if (!there.same(none) || there.status() != (person(username).worksCases() ? 404 : 403)) {
          told.add(username + " " + route + " " + there.status());
        }
      }
    }
    assertThat(told).isEmpty();
  }

  private String ofHidden(String column) {
    return db.sql("select " + column + " from sitting_item where case_ref = ?")
        .param(hidden.value())
        .query(String.class)
        .single();
  }

  private static Map<String, String> ofMeeting(String meeting, String item) {
    return Map.of("id", meeting, "item", item, "action", NO_MEETING);
  }

  /** A meeting is there for those who may open a case on it; its minutes are for fewer. */
  @Test
  void shouldShowAMeeting_toThoseOfItsCasesAlone() throws Exception {
    hiddenFromNobody();
    var wrong = new ArrayList<String>();
    for (String username : PEOPLE) {
      ActingPerson who = person(username);
      boolean works = who.worksCases() && who.teams().stream().anyMatch(TEAMS::contains);
      boolean named = Set.of("maya.okafor", "helen.marsh", "david.achebe").contains(username);
      for (String route : OF_MEETING) {
        boolean writes = route.endsWith("/minutes") || route.endsWith("/typing");
        boolean arranges = route.endsWith("/date") || route.endsWith("/cancel");
        if (works && (arranges || route.endsWith("/place"))) {
          continue;
        }
        var there = as(username).ask(route, ofMeeting(meeting, meetingItem), FILLED);
        boolean may = works && (named || !writes && !route.endsWith("/open"));
        int not = who.worksCases() ? 404 : 403;
        if (may == (there.status() == not)) {
          wrong.add(username + " " + route + " " + there.status());
        }
        if (!works && there.body().contains("HV-")) {
          wrong.add(username + " " + route + " tells");
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void shouldSayTheSame_whicheverPageOfNoCaseIsAskedFor() throws Exception {
    for (var rule : RULES.entrySet()) {
      if (ofCase(rule)) {
        assertThat(as("maya.okafor").ask(rule.getKey(), path(rule.getKey(), NONE), FILLED))
            .as(rule.getKey())
            .isEqualTo(nothingThere("maya.okafor", rule.getKey()));
      }
    }
  }

  /** Searches and pages that take a reference as a field. */
  @Test
  void shouldAnswerAlike_whenAHiddenCaseIsSearchedFor() throws Exception {
    hiddenFromAll();
    Map<String, Map<String, String>> searches = new LinkedHashMap<>();
    searches.put("POST /cases", Map.of("reference", "{ref}"));
    searches.put("GET /tasks?list=team&ref={ref}", Map.of());
    searches.put("POST /break-glass", Map.of("reference", "{ref}", "reason", "Because"));
    searches.put("GET /reports/new?case={ref}", Map.of());
    searches.put(
        "POST /reports/new",
        Map.of(
            "danger", "no",
            "reporter", "victim",
            "channel", "phone",
            "words", "Words",
            "openCase", "{ref}"));
    searches.put("POST /reports/alike", Map.of("name", "Noor Hiddenname", "addTo", "{ref}"));
    searches.put("POST /reports/new?lookUp=yes", Map.of("tenancyRef", "{tenancy}"));
    searches.put(
        "POST /review-requests/new",
        Map.of("reference", "{ref}", "name", "Somebody", "words", "Words"));
    searches.put("POST /works-orders/file/" + EXPORT, Map.of());
    searches.put("POST /platform/outbox/1/retry", Map.of());
    var told = new ArrayList<String>();
    for (String username : CONFLICTED) {
      for (var search : searches.entrySet()) {
        var there = as(username).ask(search.getKey(), path(hidden), search.getValue());
        String none =
            search
                .getKey()
                .replace(EXPORT.toString(), UUID.randomUUID().toString())
                .replace("/1/", "/999999/");
        var nothing = as(username).ask(none, path(NONE), search.getValue());
        if (!there.same(nothing)) {
          told.add(username + " " + search.getKey() + " " + there + " not " + nothing);
        }
      }
    }
    assertThat(told).isEmpty();
  }

  @Test
  void shouldListAndCountAndExport_asBeforeTheHiddenCase() throws Exception {
    // given
    hiddenFromAll();
    var told = new ArrayList<String>();
    // then
    for (var one : before.entrySet()) {
      int space = one.getKey().indexOf(' ');
      String now = shown(one.getKey().substring(0, space), one.getKey().substring(space + 1));
      if (!now.equals(one.getValue())) {
        told.add(one.getKey() + ": " + difference(one.getValue(), now));
      }
      assertThat(now.toLowerCase(Locale.ROOT)).as(one.getKey()).doesNotContain("hidden" + "name");
    }
    assertThat(told).isEmpty();
    // and when it is hidden from nobody, each list shows that this test would have seen it
    hiddenFromNobody();
    for (String list : LISTS) {
      boolean seen = false;
      for (String username : PEOPLE) {
        if (seen) {
          break;
        }
        String now = shown(username, list);
        seen = !now.equals(before.get(username + " " + list));
        assertThat(now).as(username + " " + list).doesNotContain("Hiddenname", "Hiddenstreet");
      }
      assertThat(seen).as(list).isEqualTo(SHOW_IT.contains(list));
    }
  }

  private static String difference(String one, String other) {
    int at = 0;
    while (at < Math.min(one.length(), other.length()) && one.charAt(at) == other.charAt(at)) {
      at++;
    }
    return around(one, at) + " is now " + around(other, at);
  }

  private static String around(String text, int at) {
    return "…" + text.substring(Math.max(0, at - 80), Math.min(text.length(), at + 120)) + "…";
  }

  @Test
  void shouldOpenToItsTeamsAlone_whenNobodyIsConflicted() throws Exception {
    hiddenFromNobody();
    var wrong = new ArrayList<String>();
    for (String username : PEOPLE) {
      ActingPerson who = person(username);
      boolean works = who.worksCases() && who.teams().stream().anyMatch(TEAMS::contains);
      boolean named = Set.of("maya.okafor", "helen.marsh", "david.achebe").contains(username);
      for (var rule : RULES.entrySet()) {
        String route = rule.getKey();
        if (!ofCase(rule)) {
          continue;
        }
        if (works && route.startsWith("POST")) {
          continue; // what they do with it is other tests'
        }
        var there = as(username).ask(route, path(route, hidden), FILLED);
        int expected =
            switch (rule.getValue()) {
              case Rule.OfCase(boolean shown) -> works && shown ? 200 : 404;
              case Rule.Named() -> !works ? 404 : named ? 200 : 403;
              case Rule.NamedOrNone() -> works && named ? 200 : 404;
              case Rule.Supervisors(boolean shown) ->
                  works && shown && who.has(Role.SUPERVISOR) ? 200 : 404;
              default -> throw new IllegalStateException(route);
            };
        if (!who.worksCases()) {
          expected = 403;
        }
        if (there.status() != expected || (!works && !there.same(nothingThere(username, route)))) {
          wrong.add(username + " " + route + " " + there.status() + ", not " + expected);
        }
        if (expected != 200 && there.body().contains("Hidden")) {
          wrong.add(username + " " + route + " tells");
        }
      }
      boolean ofTeam = who.worksCases() && who.teams().contains(teamOf(TASK));
      int expected = !who.worksCases() ? 403 : ofTeam ? 200 : 404;
      for (String page :
          List.of("", "/hand-over", "/send-back", "/ask", "/time", "/pause", "/more-time")) {
        var task =
            as(username)
                .ask("GET /tasks/{task}" + page, Map.of("task", String.valueOf(TASK)), Map.of());
        if (task.status() != expected) {
          wrong.add(username + " task" + page + " " + task.status() + ", not " + expected);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void shouldShowAnInstanceToSupervisorsOfTheCase_andLetThoseOfItsLeadAct() throws Exception {
    hiddenFromNobody();
    var wrong = new ArrayList<String>();
    var path = Map.of("journey", String.valueOf(journeyRow));
    for (String username : PEOPLE) {
      ActingPerson who = person(username);
      boolean sees = who.worksCases() && who.teams().stream().anyMatch(TEAMS::contains);
      int seen = !who.has(Role.SUPERVISOR) ? 403 : sees ? 200 : 404;
      int acts = seen == 200 && !who.supervises(Team.HOUSING_SOLUTIONS) ? 404 : seen;
      for (var route :
          Map.of(
                  "GET /supervision/instances/{journey}", seen,
                  "GET /supervision/instances/{journey}/acts/cancel", acts,
                  "GET /supervision/instances/{journey}/version?to=2", acts,
                  "GET /supervision/instances/{journey}/acts/resolve?of=901", acts,
                  "GET /supervision/instances/{journey}/acts/resolve?of=902",
                      acts == 200 ? 404 : acts)
              .entrySet()) {
        var answer = as(username).ask(route.getKey(), path, Map.of());
        if (answer.status() != route.getValue()) {
          wrong.add(username + " " + route.getKey() + " " + answer.status());
        }
        if (answer.body().contains("Hiddenname") || answer.body().contains("Hiddenstreet")) {
          wrong.add(username + " " + route.getKey() + " tells");
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private Team teamOf(long task) {
    return Team.of(
        db.sql("select team from task where element_instance_key = ?")
            .param(task)
            .query(String.class)
            .single());
  }

  @Test
  void shouldTurnAwayByRole_alikeWhateverIsAskedFor() throws Exception {
    hiddenFromNobody();
    var wrong = new ArrayList<String>();
    for (String username : PEOPLE) {
      ActingPerson who = person(username);
      var bodies = new TreeSet<String>();
      for (var rule : RULES.entrySet()) {
        if (!(rule.getValue() instanceof Rule.Those those)) {
          continue;
        }
        String route = rule.getKey();
        boolean may = those.who().test(who);
        if (may && route.startsWith("POST")) {
          continue;
        }
        var answer = as(username).ask(route.replaceAll("\\?!.*", ""), path(route, NONE), Map.of());
        if (may == (answer.status() == 403)) {
          wrong.add(username + " " + route + " " + answer.status());
        }
        if (!may) {
          bodies.add(answer.body());
        }
      }
      assertThat(bodies).as(username).hasSizeLessThanOrEqualTo(1);
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void shouldLetALookerReadAndChangeNothing_untilTheTimeIsUp() throws Exception {
    // given
    hiddenFromNobody();
    var kit = as("kit.farrow");
    var none = kit.ask("GET /cases/{ref}", path(NONE), Map.of());
    assertThat(kit.ask("GET /cases/{ref}", path(hidden), Map.of())).isEqualTo(none);
    // when
    var opened =
        kit.ask(
            "POST /break-glass", path(hidden), Map.of("reference", "{ref}", "reason", "She rang"));
    // then
    assertThat(opened.headers().get("location").getFirst()).endsWith("/cases/{ref}");
    var page = kit.ask("GET /cases/{ref}", path(hidden), Map.of());
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body()).contains("You may look at this case until", "Hiddenname");
    for (var rule : RULES.entrySet()) {
      String route = rule.getKey();
      if (ofCase(rule) && route.startsWith("POST") && !route.endsWith("/contact")) {
        assertThat(kit.ask(route, path(route, hidden), FILLED).status()).as(route).isIn(403, 404);
      }
    }
    assertThat(kit.ask("GET /cases/{ref}/safe-address", path(hidden), Map.of()).status())
        .isEqualTo(403);
    assertThat(kit.ask("GET /cases/{ref}/marac-minutes", path(hidden), Map.of()).status())
        .isEqualTo(404);
    // and those who review it are told, the looker not
    assertThat(
            db.sql(
                    "select username from notice where kind = 'BREAK_GLASS' and case_ref = ?"
                        + " order by 1")
                .param(hidden.value())
                .query(String.class)
                .list())
        .containsExactly("fiona.glass", "helen.marsh");
    assertThat(as("helen.marsh").ask("GET /break-glass/reviews", Map.of(), Map.of()).body())
        .contains("Kit Farrow");
    // when the time is up
    TestDatabase.owner(db).sql("alter table break_glass disable trigger user").update();
    db.sql(
            "update break_glass set at = at - interval '1 day', until = until - interval '1 day'"
                + " where username = 'kit.farrow'")
        .update();
    // then
    assertThat(kit.ask("GET /cases/{ref}", path(hidden), Map.of())).isEqualTo(none);
    db.sql("delete from break_glass where username = 'kit.farrow'").update();
    db.sql("delete from case_worker where username = 'kit.farrow'").update();
  }

  /** Nothing there depends on who asks: whoever is signed in gets what nobody gets. */
  @Test
  void shouldShowThePublicTheSame_whoeverIsSignedIn() throws Exception {
    for (String address : List.of("", "/languages", "/first", "/names", "/check", "/sent")) {
      var route = "GET /report-domestic-abuse" + address;
      var stranger = new Browser().ask(route, Map.of(), Map.of());
      var officer = new Browser().signedIn("maya.okafor").ask(route, Map.of(), Map.of());
      assertThat(officer).as(route).isEqualTo(stranger);
      assertThat(officer.body()).as(route).doesNotContain("Sign out", "/tasks");
    }
  }

  @Test
  void shouldKeepHealthAndMetrics_forThisMachineAndAdministrators() throws Exception {
    for (String username : List.of("helen.marsh", "owen.pike", "zoe.lamb")) {
      var browser = as(username);
      for (String address : List.of("/actuator/health", "/actuator/prometheus")) {
        var request =
            HttpRequest.newBuilder(
                    URI.create(
                        "http://localhost:"
                            + haven.getEnvironment().getProperty("local.server.port")
                            + address))
                .header("X-Forwarded-For", "192.0.2.7")
                .build();
        int status = browser.http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
        assertThat(status == 403)
            .as(username + " " + address + " " + status)
            .isEqualTo(!username.equals("zoe.lamb"));
      }
    }
  }

  @Test
  void shouldKeepNoAnswerInABrowser_andNoCaseInATitle() throws Exception {
    hiddenFromNobody();
    for (String route :
        Stream.concat(
                LISTS.stream(), Stream.of("GET /cases/{ref}", "GET /cases/{ref}/safe-address"))
            .toList()) {
      var answer = as("maya.okafor").ask(route, path(hidden), Map.of());
      assertThat(answer.headers().get("cache-control").toString()).as(route).contains("no-store");
      assertThat(Jsoup.parse(answer.body()).title()).as(route).doesNotContain("Hidden");
    }
  }
}
