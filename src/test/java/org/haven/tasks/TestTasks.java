package org.haven.tasks;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.haven.casefile.By;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.NewCase;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Decisions;
import org.haven.platform.JourneyId;
import org.haven.platform.Models;
import org.haven.platform.OnlyOnce;
import org.haven.platform.Outbox;
import org.haven.platform.OutboxWakeUp;
import org.haven.platform.Role;
import org.haven.platform.StaffDirectory;
import org.haven.platform.Team;
import org.haven.platform.calendar.Limits;
import org.haven.platform.calendar.SlaTable;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.records.RecordType;
import org.haven.records.ScriptedRecords;
import org.haven.testing.TestDatabase;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The task list and the case record on a real database, with records that the test writes. */
final class TestTasks implements AutoCloseable {
  static final ActingPerson ALEX = person("alex", Team.HOUSING_SOLUTIONS, Role.OFFICER);
  static final ActingPerson BELLA = person("bella", Team.HOUSING_SOLUTIONS, Role.OFFICER);
  static final ActingPerson SAM =
      person("sam", Team.HOUSING_SOLUTIONS, Role.OFFICER, Role.SUPERVISOR);
  static final ActingPerson TERRY = person("terry", Team.TENANCY_SERVICES, Role.OFFICER);
  static final ActingPerson MARA =
      person("mara", Team.SERVICE_MANAGER, Role.OFFICER, Role.SUPERVISOR);
  static final ActingPerson POLLY = person("polly", Team.POLICY_OWNER, Role.POLICY_OWNER);
  static final ActingPerson AUDREY = person("audrey", Team.HOUSING_SOLUTIONS, Role.AUDITOR);
  static final ActingPerson ADA = person("ada", Team.HOUSING_SOLUTIONS, Role.ADMINISTRATOR);
  private static final List<ActingPerson> ALL =
      List.of(ALEX, BELLA, SAM, TERRY, MARA, POLLY, AUDREY, ADA);

  static final long DEFINITION = 77;

  private final AnnotationConfigApplicationContext context =
      new AnnotationConfigApplicationContext(Setup.class);
  final JdbcClient db = context.getBean(JdbcClient.class);
  final StandingClock clock = context.getBean(StandingClock.class);
  final ScriptedRecords records = context.getBean(ScriptedRecords.class);
  final Said said = context.getBean(Said.class);
  final ScriptedModels models = context.getBean(ScriptedModels.class);
  final Limit limit = context.getBean(Limit.class);
  private long nextKey = 1000;

  static ActingPerson person(String name, Team team, Role... roles) {
    return new ActingPerson(name, name, Set.of(roles), Set.of(team));
  }

  <T> T get(Class<T> type) {
    return context.getBean(type);
  }

  <T> T get(String name, Class<T> type) {
    return context.getBean(name, type);
  }

  <T> T inTransaction(java.util.function.Supplier<T> work) {
    return get(TransactionTemplate.class).execute(_ -> work.get());
  }

  @Override
  public void close() {
    context.close();
  }

  /** A rule or an effect that a journey would bring. */
  void add(Object bean) {
    context.getBeanFactory().registerSingleton("added" + nextKey++, bean);
  }

  CaseRef aCase() {
    var caseRef =
        get(CaseFiles.class)
            .open(
                new NewCase(
                    new Code("phone"), clock.instant(), "alex", Team.HOUSING_SOLUTIONS, false),
                By.of(ALEX));
    get(CaseFiles.class).assignLead(caseRef, Team.HOUSING_SOLUTIONS, null, By.of(ALEX));
    return caseRef;
  }

  /** A running journey of the case, whose instance has the key. */
  JourneyId aJourney(CaseRef caseRef, long instance) {
    var journey = new JourneyId("journey-" + instance);
    get(JourneyRegister.class).started(journey, "report-domestic-abuse", caseRef, instance);
    return journey;
  }

  TaskOpening.Entered entered(CaseRef caseRef, JourneyId journey, long instance, String elementId) {
    return new TaskOpening.Entered(
        nextKey++,
        instance,
        DEFINITION,
        "report-domestic-abuse",
        1,
        elementId,
        caseRef,
        journey,
        Team.HOUSING_SOLUTIONS.code(),
        null,
        null);
  }

  /** A task that waits for an answer, as the listener opens it. */
  long aTask(CaseRef caseRef, String elementId) {
    long instance = nextKey++;
    var entered = entered(caseRef, aJourney(caseRef, instance), instance, elementId);
    get(TaskOpening.class).open(entered);
    return entered.elementInstanceKey();
  }

  void created(TaskOpening.Entered entered, Limits dates, long userTaskKey) {
    records.add(
        RecordType.USER_TASK,
        1,
        "CREATED",
        userTaskKey,
        clock.instant(),
        userTask(entered, dates, userTaskKey));
  }

  Map<String, Object> userTask(TaskOpening.Entered entered, Limits dates, long userTaskKey) {
    var value = new HashMap<String, Object>();
    value.put("elementInstanceKey", entered.elementInstanceKey());
    value.put("userTaskKey", userTaskKey);
    value.put("processInstanceKey", entered.processInstanceKey());
    value.put("processDefinitionKey", entered.processDefinitionKey());
    value.put("processDefinitionVersion", 1);
    value.put("bpmnProcessId", entered.processId());
    value.put("elementId", entered.elementId());
    value.put("creationTimestamp", clock.instant().toEpochMilli());
    value.put("dueDate", dates.dueAt().toString());
    value.put("followUpDate", dates.warnAt().atOffset(ZoneOffset.ofHours(1)).toString());
    value.put("candidateGroupsList", List.of(Team.HOUSING_SOLUTIONS.code()));
    return value;
  }

  void step(String intent, TaskOpening.Entered entered, String type) {
    records.add(
        RecordType.PROCESS_INSTANCE,
        1,
        intent,
        entered.elementInstanceKey(),
        clock.instant(),
        Map.of(
            "processInstanceKey", entered.processInstanceKey(),
            "processDefinitionKey", entered.processDefinitionKey(),
            "bpmnProcessId", entered.processId(),
            "version", 1,
            "flowScopeKey", entered.processInstanceKey(),
            "elementId", entered.elementId(),
            "bpmnElementType", type));
  }

  /** What was said to the engine. */
  static final class Said implements Outbox {
    final List<Map<String, ?>> completed = new ArrayList<>();

    /** Message, key and facts. */
    final List<String> published = new ArrayList<>();

    @Override
    public long publish(CaseRef caseRef, String name, String key, Map<String, ?> facts) {
      published.add(name + " " + key + " " + new java.util.TreeMap<>(facts));
      return 1;
    }

    @Override
    public long publish(
        CaseRef caseRef, String name, String key, Map<String, ?> facts, Duration timeToLive) {
      publish(caseRef, name, key, facts);
      return 1;
    }

    @Override
    public synchronized long completeTask(
        CaseRef caseRef,
        long elementInstanceKey,
        boolean keyKnown,
        String elementId,
        Map<String, ?> facts) {
      if (!TransactionSynchronizationManager.isActualTransactionActive()) {
        throw new IllegalStateException("The outbox needs a transaction");
      }
      completed.add(facts);
      return completed.size();
    }

    @Override
    public void keysKnown(java.util.Collection<Long> elementInstanceKeys) {}
  }

  /** The limit that the table answers with. */
  static final class Limit {
    Map<String, Object> row = row(2, "working-days", "a");

    static Map<String, Object> row(int amount, String unit, String told) {
      return Map.of(
          "amount", amount, "unit", unit, "dayOne", false, "told", told, "status", "local");
    }
  }

  /** Everybody, as they are now. */
  static final class Staff implements StaffDirectory {
    private final List<ActingPerson> all = new ArrayList<>(ALL);

    /** Somebody's roles and teams are these from now on. */
    void now(ActingPerson person) {
      leaves(person.username());
      all.add(person);
    }

    void leaves(String username) {
      all.removeIf(one -> one.username().equals(username));
    }

    @Override
    public Optional<ActingPerson> find(String username) {
      return all.stream().filter(p -> p.username().equals(username)).findFirst();
    }

    @Override
    public List<ActingPerson> membersOf(Team team) {
      return all.stream().filter(p -> p.teams().contains(team)).toList();
    }

    @Override
    public List<ActingPerson> supervisorsOf(Team team) {
      return all.stream().filter(p -> p.supervises(team)).toList();
    }

    @Override
    public List<ActingPerson> all() {
      return List.copyOf(all);
    }

    @Override
    public List<ActingPerson> contractors() {
      return List.of();
    }
  }

  static final class StandingClock extends Clock {
    private volatile Instant now = Instant.parse("2026-11-17T10:00:00Z");

    void set(Instant at) {
      now = at;
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

  static final class ScriptedModels implements Models {
    final Map<String, Element> elements = new HashMap<>();
    final List<Flow> flows = new ArrayList<>();

    ScriptedModels() {
      task("Task_Decide", Map.of("outcomes", "given,refused", "policyClause", "7.1"));
      task("Task_Visit", Map.of("outcomes", "done", "reachesHer", "true"));
      task("Task_Approve", Map.of("team", "lead-sup"));
      task("Task_Log", Map.of("assignTo", "receiver"));
      task("Task_Legal", Map.of("team", "legal-services"));
      task("Task_Either", Map.of("slaKey", "firstContact, firstContactUrgent"));
      elements.put(
          "EndEvent_Warned",
          new Element("EndEvent_Warned", "endEvent", "", "", Map.of(), null, "tell-warning", null));
    }

    void task(String id, Map<String, String> properties) {
      task(id, "task-outcome", properties);
    }

    void task(String id, String formId, Map<String, String> properties) {
      elements.put(
          id, new Element(id, "userTask", "Title of " + id, "Why", properties, formId, null, null));
    }

    @Override
    public Optional<Element> element(long definition, String elementId) {
      return Optional.ofNullable(elements.get(elementId));
    }

    @Override
    public Optional<Element> element(String processId, int version, String elementId) {
      return Optional.ofNullable(elements.get(elementId));
    }

    @Override
    public List<Element> elements(long definition) {
      return List.copyOf(elements.values());
    }

    @Override
    public Optional<Element> attachedTask(long definition, String eventId) {
      return Optional.ofNullable(elements.get(eventId.replace("Warned_", "").replace("Late_", "")));
    }

    @Override
    public List<Flow> flows(String processId, int version) {
      return List.copyOf(flows);
    }

    @Override
    public Optional<String> bpmnXml(String processId, int version) {
      return Optional.empty();
    }

    @Override
    public Optional<String> latestBpmnXml(String processId) {
      return Optional.empty();
    }

    @Override
    public List<Integer> versions(String processId) {
      return List.of();
    }

    @Override
    public Optional<Deployed> process(long definition) {
      return Optional.empty();
    }

    @Override
    public Optional<Deployed> process(String processId, int version) {
      return Optional.empty();
    }

    @Override
    public List<Deployed> processes() {
      return List.of();
    }
  }

  // no @Configuration: Haven's own scan must not find it in whole-application tests
  @EnableTransactionManagement(proxyTargetClass = true) // as Spring Boot does
  @ComponentScan(
      basePackages = {
        "org.haven.tasks",
        "org.haven.forms",
        "org.haven.casefile",
        "org.haven.platform.audit",
        "org.haven.platform.sealing"
      },
      excludeFilters = {
        @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*\\.(web|worker)\\..*"),
        @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*(ProjectorLoop|AuditSchedule)")
      })
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
    DataSource dataSource() {
      return TestDatabase.fresh();
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
    TransactionTemplate transactionTemplate(PlatformTransactionManager manager) {
      return new TransactionTemplate(manager);
    }

    @Bean
    StandingClock clock() {
      return new StandingClock();
    }

    @Bean
    ScriptedRecords records() {
      return new ScriptedRecords();
    }

    @Bean
    ScriptedModels models() {
      return new ScriptedModels();
    }

    @Bean
    Said outbox() {
      return new Said();
    }

    @Bean
    OutboxWakeUp wakeUp() {
      return () -> {};
    }

    @Bean
    Limit limit() {
      return new Limit();
    }

    @Bean
    Decisions decisions(Limit limit) {
      return (_, _) -> List.of(limit.row);
    }

    @Bean
    Staff staff() {
      return new Staff();
    }
  }
}
