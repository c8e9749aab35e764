package org.haven.testing;

import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.haven.casefile.By;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.NewCase;
import org.haven.engine.JobContext;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Decisions;
import org.haven.platform.JourneyId;
import org.haven.platform.OnlyOnce;
import org.haven.platform.Outbox;
import org.haven.platform.Role;
import org.haven.platform.StaffDirectory;
import org.haven.platform.Team;
import org.haven.platform.calendar.SlaTable;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.platform.sealing.Sealing;
import org.haven.platform.sealing.SealingForTests;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ClassPathBeanDefinitionScanner;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.type.filter.RegexPatternTypeFilter;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The case record on a real database of its own, with a clock that the test moves, and an outbox
 * that keeps what would have been said to the engine.
 */
public final class TestCasefile implements AutoCloseable {
  public static final ActingPerson ALEX =
      new ActingPerson(
          "alex", "Alex Officer", Set.of(Role.OFFICER), Set.of(Team.HOUSING_SOLUTIONS));
  public static final ActingPerson SAM =
      new ActingPerson(
          "sam",
          "Sam Supervisor",
          Set.of(Role.OFFICER, Role.SUPERVISOR),
          Set.of(Team.HOUSING_SOLUTIONS));
  public static final ActingPerson TERRY =
      new ActingPerson(
          "terry", "Terry Tenancy", Set.of(Role.OFFICER), Set.of(Team.TENANCY_SERVICES));
  public static final ActingPerson AUDREY =
      new ActingPerson(
          "audrey", "Audrey Auditor", Set.of(Role.AUDITOR), Set.of(Team.HOUSING_SOLUTIONS));

  /** Of a firm that works at homes for us, and of another. */
  public static final ActingPerson LEE =
      ActingPerson.ofFirm("lee", "Lee Locksmith", "repairs-contractor");

  public static final ActingPerson KIM = ActingPerson.ofFirm("kim", "Kim Keys", "night-locksmith");

  public final MovableClock clock;
  public final RecordingOutbox outbox;
  public final JdbcClient db;
  private final AnnotationConfigApplicationContext context;

  private TestCasefile(AnnotationConfigApplicationContext context) {
    this.context = context;
    this.clock = context.getBean(MovableClock.class);
    this.outbox = context.getBean(RecordingOutbox.class);
    this.db = context.getBean(JdbcClient.class);
  }

  /** Contexts are made once per set of packages; each test gets a database of its own in it. */
  private static final java.util.Map<List<String>, AnnotationConfigApplicationContext> CONTEXTS =
      new java.util.HashMap<>();

  public static TestCasefile fresh() {
    return with();
  }

  /** With journeys beside it: their services and workers, not their pages. */
  public static TestCasefile with(String... journeyPackages) {
    var context = CONTEXTS.computeIfAbsent(List.of(journeyPackages), TestCasefile::make);
    context.getBean(SwitchedDatabase.class).next();
    context.getBean(MovableClock.class).set(MovableClock.START);
    context.getBean(RecordingOutbox.class).said.clear();
    SealingForTests.startAnew(context.getBean(Sealing.class));
    return new TestCasefile(context);
  }

  /**
   * On that database, with the keys in a database of their own, as in life.
   *
   * @param keysUrl may be empty, or hold keys already
   */
  public static TestCasefile withKeysApart(
      DataSource record, String keysUrl, String... journeyPackages) {
    var context =
        make(
            List.of(journeyPackages),
            Map.of(
                "haven.sealing.store.url", keysUrl,
                "haven.sealing.store.username", "postgres",
                "haven.sealing.store.password", "postgres"));
    context.getBean(SwitchedDatabase.class).setTargetDataSource(record);
    return new TestCasefile(context);
  }

  private static AnnotationConfigApplicationContext make(List<String> journeyPackages) {
    return make(journeyPackages, Map.of());
  }

  private static AnnotationConfigApplicationContext make(
      List<String> journeyPackages, Map<String, Object> settings) {
    var context = new AnnotationConfigApplicationContext();
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(new MapPropertySource("of this test", settings));
    context.register(Setup.class);
    if (!journeyPackages.isEmpty()) {
      var scanner = new ClassPathBeanDefinitionScanner(context);
      scanner.addExcludeFilter(new RegexPatternTypeFilter(Pattern.compile(".*\\.web\\..*")));
      scanner.scan(journeyPackages.toArray(String[]::new));
    }
    context.refresh();
    return context;
  }

  /** Each test's own database behind one pool-less data source. */
  static final class SwitchedDatabase
      extends org.springframework.jdbc.datasource.DelegatingDataSource {
    SwitchedDatabase() {
      super(TestDatabase.fresh());
    }

    void next() {
      setTargetDataSource(TestDatabase.fresh());
    }
  }

  public <T> T get(Class<T> type) {
    return context.getBean(type);
  }

  public <T> java.util.Collection<T> all(Class<T> type) {
    return context.getBeansOfType(type).values();
  }

  @Override
  public void close() {
    if (!CONTEXTS.containsValue(context)) {
      context.close();
    }
    // Another serves the next test.
  }

  /** The same database as whoever owns the server: for what is done behind Haven's back. */
  public JdbcClient owner() {
    return TestDatabase.owner(db);
  }

  /** Does anybody in this database wait for what another transaction holds? */
  public boolean isWaitingForALock() {
    return db.sql(
            """
            select exists (select 1 from pg_locks l join pg_stat_activity a using (pid)
              where not l.granted and a.datname = current_database())
            """)
        .query(Boolean.class)
        .single();
  }

  private static final AtomicLong STEPS = new AtomicLong(1000);

  /** A case that Alex took by phone just now. */
  public CaseRef aCase() {
    return get(CaseFiles.class)
        .open(
            new NewCase(new Code("phone"), clock.instant(), "alex", Team.HOUSING_SOLUTIONS, false),
            By.of(ALEX));
  }

  /** A journey that Alex asked for. */
  public JourneyId aJourney(CaseRef caseRef, String processId) {
    return get(JourneyRegister.class).request(caseRef, processId, Map.of(), By.of(ALEX));
  }

  /** A job of a step of its own: work it twice for a repeat of the same step. */
  public static JobContext aJob(String processId) {
    long step = STEPS.incrementAndGet();
    return new JobContext(step, processId, 1, 1, 1, "Task", step, Map.of());
  }

  /**
   * The same done twice at once, such as a page that is sent twice: the second begins before the
   * first has committed, and waits for it.
   *
   * @return what came of the first, and of the second
   */
  public <T> List<T> twiceAtOnce(Supplier<T> work) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var second = new CompletableFuture<T>();
      T first =
          new TransactionTemplate(get(PlatformTransactionManager.class))
              .execute(
                  _ -> {
                    T done = work.get();
                    second.completeAsync(work, threads);
                    await().until(() -> second.isDone() || somebodyWaits());
                    return done;
                  });
      return List.of(first, second.join());
    }
  }

  /**
   * Something is done while something else was done and is not committed yet.
   *
   * @return what came of the second
   */
  public <T> T whileOpen(Runnable first, Supplier<T> second) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var done = new CompletableFuture<T>();
      new TransactionTemplate(get(PlatformTransactionManager.class))
          .executeWithoutResult(
              _ -> {
                first.run();
                done.completeAsync(second, threads);
                await().until(() -> done.isDone() || somebodyWaits());
              });
      return done.join();
    }
  }

  private boolean somebodyWaits() {
    return db.sql(
            // who waits for the end of another transaction waits for it in no database
            "select exists (select 1 from pg_locks where not granted and (locktype ="
                + " 'transactionid' or database ="
                + " (select oid from pg_database where datname = current_database())))")
        .query(Boolean.class)
        .single();
  }

  /** What was said to the engine. */
  public record Said(
      CaseRef caseRef, String message, String key, Map<String, Object> facts, Duration timeToLive) {
    /** The facts, to compare with. */
    public Map<String, Object> told() {
      return Map.copyOf(facts);
    }
  }

  public static final class RecordingOutbox implements Outbox {
    public final List<Said> said = new ArrayList<>();

    @Override
    public long publish(CaseRef caseRef, String name, String key, Map<String, ?> facts) {
      return publish(caseRef, name, key, facts, TIME_TO_LIVE);
    }

    @Override
    public long publish(
        CaseRef caseRef, String name, String key, Map<String, ?> facts, Duration timeToLive) {
      if (!TransactionSynchronizationManager.isActualTransactionActive()) {
        throw new IllegalStateException("The outbox needs a transaction");
      }
      said.add(new Said(caseRef, name, key, new java.util.LinkedHashMap<>(facts), timeToLive));
      return said.size();
    }

    @Override
    public long completeTask(
        CaseRef caseRef,
        long elementInstanceKey,
        boolean keyKnown,
        String elementId,
        Map<String, ?> facts) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void keysKnown(java.util.Collection<Long> elementInstanceKeys) {}
  }

  /** Stands still until it is moved. */
  public static final class MovableClock extends Clock {
    static final Instant START = Instant.parse("2026-11-16T10:00:00Z");
    private Instant now = START;

    public void set(Instant at) {
      now = at;
    }

    public void move(Duration by) {
      now = now.plus(by);
    }

    @Override
    public ZoneId getZone() {
      return WorkingCalendar.LONDON;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  // no @Configuration: Haven's own scan must not find it in whole-application tests
  @EnableTransactionManagement(proxyTargetClass = true) // as Spring Boot does
  @ComponentScan(
      basePackages = {
        "org.haven.casefile",
        "org.haven.meetings",
        "org.haven.platform.audit",
        "org.haven.platform.sealing"
      },
      excludeFilters =
          @ComponentScan.Filter(
              type = org.springframework.context.annotation.FilterType.REGEX,
              pattern =
                  "org\\.haven\\.(casefile|meetings|platform\\.audit|platform\\.sealing)\\.web\\..*"
                      // nothing happens by itself while a test looks
                      + "|.*\\.AuditSchedule"))
  @ComponentScan(
      basePackages = "org.haven.tasks",
      useDefaultFilters = false,
      includeFilters =
          @ComponentScan.Filter(
              type = org.springframework.context.annotation.FilterType.REGEX,
              pattern = "org\\.haven\\.tasks\\.(Glass|Lead|Rules)?Notices"))
  @Import({OnlyOnce.class, WorkingCalendar.class, SlaTable.class})
  static class Setup {
    static {
      System.setProperty("haven.sealing.key", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
    }

    @Bean
    org.springframework.core.convert.ConversionService conversionService() {
      return org.springframework.boot.convert.ApplicationConversionService.getSharedInstance();
    }

    @Bean
    SwitchedDatabase dataSource() {
      return new SwitchedDatabase();
    }

    @Bean
    JdbcClient jdbcClient(DataSource dataSource) {
      return JdbcClient.create(dataSource);
    }

    @Bean
    PlatformTransactionManager transactionManager(DataSource dataSource) {
      return new JdbcTransactionManager(dataSource);
    }

    @Bean
    MovableClock clock() {
      return new MovableClock();
    }

    @Bean
    RecordingOutbox outbox() {
      return new RecordingOutbox();
    }

    @Bean
    Decisions decisions() {
      return (_, inputs) ->
          List.of(
              Map.of(
                  "amount",
                  5,
                  "unit",
                  "working-days",
                  "dayOne",
                  false,
                  "told",
                  "a",
                  "status",
                  "local",
                  "startsFrom",
                  "risk-result",
                  "extension",
                  "once, 5 working-days"));
    }

    @Bean
    StaffDirectory staff() {
      List<ActingPerson> all = List.of(ALEX, SAM, TERRY, AUDREY);
      return new StaffDirectory() {
        @Override
        public Optional<ActingPerson> find(String username) {
          return Stream.concat(all.stream(), contractors().stream())
              .filter(p -> p.username().equals(username))
              .findFirst();
        }

        @Override
        public List<ActingPerson> membersOf(Team team) {
          return all.stream().filter(p -> p.worksCases() && p.teams().contains(team)).toList();
        }

        @Override
        public List<ActingPerson> supervisorsOf(Team team) {
          return all.stream().filter(p -> p.supervises(team)).toList();
        }

        @Override
        public List<ActingPerson> all() {
          return all;
        }

        @Override
        public List<ActingPerson> contractors() {
          return List.of(KIM, LEE);
        }
      };
    }
  }

  /** Facts of the messages with this name. */
  public List<Said> said(String... names) {
    return outbox.said.stream().filter(s -> Arrays.asList(names).contains(s.message())).toList();
  }
}
