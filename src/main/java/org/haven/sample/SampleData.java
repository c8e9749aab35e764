package org.haven.sample;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.haven.casefile.AddressVault;
import org.haven.casefile.By;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseHead;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.JourneyStatus;
import org.haven.casefile.register.ImportProgress;
import org.haven.casefile.register.TenancyRegister;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Known;
import org.haven.platform.StaffDirectory;
import org.haven.platform.Team;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.reportdomesticabuse.Channel;
import org.haven.reportdomesticabuse.IntakeReport;
import org.haven.reportdomesticabuse.IntakeReport.IntakeIncident;
import org.haven.reportdomesticabuse.IntakeReport.IntakePerson;
import org.haven.reportdomesticabuse.ReportIntake;
import org.haven.reportdomesticabuse.ReporterKind;
import org.haven.tasks.SubmitResult;
import org.haven.tasks.TaskActions;
import org.haven.tasks.TaskList;
import org.haven.tasks.TaskStatus;
import org.haven.tasks.TaskView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Fills an empty local system with fictional cases: seeded officers take reports and do tasks
 * through the same services as the pages, so that real journeys stand at many stages. Runs once, in
 * the background.
 */
@Component
@ConditionalOnProperty(name = "haven.sample-data", havingValue = "true")
public class SampleData {
  private static final Logger LOG = LoggerFactory.getLogger(SampleData.class);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Slow enough that whoever signs in meanwhile gets quick pages. */
  private static final Duration PACE = Duration.ofMillis(150);

  private static final int PAST_MONTHS = 15;
  private static final int PAST_CASES_A_MONTH = 55;

  private static final List<Team> RECEIVERS =
      List.of(
          Team.HOUSING_SOLUTIONS,
          Team.TENANCY_SERVICES,
          Team.HOUSING_SCHEME_AND_FINANCE,
          Team.HOUSING_SOLUTIONS);

  private final CaseFiles cases;
  private final ReportIntake intake;
  private final TaskList tasks;
  private final TaskActions actions;
  private final StaffDirectory staff;
  private final TenancyRegister register;
  private final AddressVault vault;
  private final JourneyRegister journeys;
  private final WorkingCalendar calendar;
  private final SamplePast past;
  private final Clock clock;
  private volatile boolean stopped;
  private volatile boolean complete;
  private volatile boolean making;

  SampleData(
      CaseFiles cases,
      ReportIntake intake,
      TaskList tasks,
      TaskActions actions,
      StaffDirectory staff,
      TenancyRegister register,
      AddressVault vault,
      JourneyRegister journeys,
      WorkingCalendar calendar,
      SamplePast past,
      Clock clock) {
    this.cases = cases;
    this.intake = intake;
    this.tasks = tasks;
    this.actions = actions;
    this.staff = staff;
    this.register = register;
    this.vault = vault;
    this.journeys = journeys;
    this.calendar = calendar;
    this.past = past;
    this.clock = clock;
  }

  /**
   * Every name, telephone number, address and text that the sample data types in: none of it may be
   * found outside PostgreSQL.
   */
  public static List<String> personalTexts() {
    return SampleStory.all().stream().flatMap(s -> s.personalTexts().stream()).distinct().toList();
  }

  @EventListener(ApplicationReadyEvent.class)
  void fillInTheBackground() {
    if (cases.none()) {
      making = true;
      Thread.ofVirtual().name("sample-data").start(this::fillSafely);
    }
  }

  @EventListener(ContextClosedEvent.class)
  void stop() {
    stopped = true;
  }

  private void fillSafely() {
    try {
      fill();
    } catch (RuntimeException e) {
      if (!stopped) {
        LOG.atWarn().setCause(e).log("The sample data is incomplete");
      }
    } finally {
      making = false;
    }
  }

  /** Cases of the months before, closed and without a name, so that there are reports to read. */
  private void pastMonths() {
    LocalDate month = today().withDayOfMonth(1);
    past.make(
        PAST_MONTHS * PAST_CASES_A_MONTH,
        month.minusMonths(PAST_MONTHS),
        month,
        clock.instant(),
        new Random(SampleStory.COUNT));
  }

  /** Takes all reports, then does tasks until every case stands where its story ends. */
  void fill() {
    pastMonths();
    List<SampleStory> stories = SampleStory.all();
    officerOf(Team.HOUSING_SOLUTIONS, true)
        .ifPresent(
            who -> register.importCsv(SampleRegister.file(stories), who, ImportProgress.NONE));
    Map<CaseRef, SampleStory> open = new LinkedHashMap<>();
    for (SampleStory story : stories) {
      officerOf(RECEIVERS.get(story.number() % RECEIVERS.size()), false)
          .ifPresent(who -> open.put(take(story, who), story));
      rest(PACE);
      if (stopped) {
        return;
      }
    }
    LOG.atInfo().log("{} fictional reports taken; their tasks are being done", open.size());
    drive(open);
    if (!stopped) {
      complete = true;
      LOG.atInfo().log("The sample data is complete");
    }
  }

  /** True while cases are being made in the background. */
  public boolean isMaking() {
    return making;
  }

  boolean complete() {
    return complete;
  }

  private CaseRef take(SampleStory story, ActingPerson who) {
    CaseRef caseRef = intake.take(report(story), who, reportedAt(story));
    cases.markSample(caseRef);
    if (story.number() % 5 == 0) {
      vault.write(caseRef, Map.of("safeAddress", story.address()), By.of(who));
    }
    return caseRef;
  }

  /**
   * Most reports came while the offices were open, on one of the last working days, so that every
   * team has work whenever the sample is made, some of it late; every tenth comes now.
   */
  private Instant reportedAt(SampleStory story) {
    Instant now = clock.instant();
    if (story.number() % 10 == 9) {
      return now;
    }
    int back = story.number() % 4 == 0 ? 2 : 1;
    LocalDate day = LocalDate.ofInstant(now, WorkingCalendar.LONDON);
    while (back > 0) {
      day = day.minusDays(1);
      if (calendar.isOfficeHours(morning(day, story))) {
        back--;
      }
    }
    return morning(day, story);
  }

  private static Instant morning(LocalDate day, SampleStory story) {
    return day.atTime(9, 0)
        .plusMinutes(6L * story.number())
        .atZone(WorkingCalendar.LONDON)
        .toInstant();
  }

  private IntakeReport report(SampleStory story) {
    List<IntakePerson> people = new ArrayList<>();
    people.add(
        new IntakePerson(
            "victim",
            story.victim(),
            story.victimBorn(),
            story.number() % 6 == 0 ? "Welsh" : null,
            story.number() % 6 == 0 ? Known.YES : Known.UNKNOWN,
            null,
            null));
    people.add(IntakePerson.named("perpetrator", story.perpetrator()));
    story.children().forEach(child -> people.add(IntakePerson.named("child", child)));
    return new IntakeReport(
        // The same story is the same report, however often it is taken.
        UUID.nameUUIDFromBytes(
            ("sample " + story.number()).getBytes(java.nio.charset.StandardCharsets.UTF_8)),
        null,
        Channel.values()[story.number() % 5],
        story.number() % 4 == 3 ? ReporterKind.NEIGHBOUR : ReporterKind.SURVIVOR,
        story.immediateDanger() ? Known.YES : Known.NO,
        story.disclosed(),
        story.words(),
        story.number() % 4 == 3 ? story.phone() : story.email(),
        people,
        new IntakeIncident(
            today().minusDays(1 + story.number() % 20),
            Set.of("controlling", "psychological"),
            null,
            story.children().isEmpty() ? Known.NO : Known.YES,
            null),
        Map.of(
            "tenure",
            story.tenure(),
            "homelessNow",
            false,
            "livesInBorough",
            true,
            "childAffected",
            !story.children().isEmpty(),
            "perpetratorCouncilTenant",
            story.number() % 8 == 1));
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), WorkingCalendar.LONDON);
  }

  private void drive(Map<CaseRef, SampleStory> open) {
    Map<CaseRef, Instant> lastMove = new HashMap<>();
    while (!open.isEmpty() && !stopped) {
      boolean moved = false;
      for (CaseRef caseRef : List.copyOf(open.keySet())) {
        SampleStory story = open.get(caseRef);
        if (story == null || stopped) {
          continue;
        }
        lastMove.putIfAbsent(caseRef, clock.instant());
        switch (step(caseRef, story)) {
          case MOVED -> {
            moved = true;
            lastMove.put(caseRef, clock.instant());
            rest(PACE);
          }
          case THERE -> open.remove(caseRef);
          case WAITING -> {
            Instant last = lastMove.getOrDefault(caseRef, clock.instant());
            if (last.plus(PATIENCE).isBefore(clock.instant())) {
              LOG.atWarn()
                  .addKeyValue("caseRef", caseRef)
                  .addKeyValue("stopAt", story.stopAt())
                  .log("A sample case does not go on and is left where it is");
              open.remove(caseRef);
            }
          }
        }
      }
      if (!moved) {
        rest(Duration.ofMillis(500));
      }
    }
  }

  private enum Step {
    MOVED,
    WAITING,
    THERE
  }

  private Step step(CaseRef caseRef, SampleStory story) {
    CaseHead head = cases.head(caseRef);
    ActingPerson viewer =
        officerOf(head.holder(), true)
            .orElseThrow(() -> new IllegalStateException("No seeded supervisor"));
    List<TaskView> waiting =
        tasks.forCase(viewer, caseRef).stream().filter(t -> t.status() == TaskStatus.OPEN).toList();
    if (waiting.stream().anyMatch(t -> story.stopAt().equals(t.elementId()))) {
      waiting.stream()
          .filter(t -> story.stopAt().equals(t.elementId()) && story.number() % 3 == 0)
          .findFirst()
          .ifPresent(t -> doer(t).ifPresent(who -> actions.claim(who, t.id())));
      return Step.THERE;
    }
    for (TaskView task : waiting) {
      var answers = SampleAnswers.to(task, story, today());
      var who = doer(task);
      if (answers.isEmpty() || who.isEmpty()) {
        continue;
      }
      SubmitResult result = actions.submit(who.get(), task.id(), answers.get());
      if (result instanceof SubmitResult.Saved) {
        return Step.MOVED;
      }
      LOG.atWarn()
          .addKeyValue("caseRef", caseRef)
          .addKeyValue("task", task.elementId())
          .log("A sample answer was not taken: {}", result);
      return Step.THERE;
    }
    boolean running =
        journeys.of(caseRef).stream()
            .anyMatch(
                j ->
                    j.processId().equals("report-domestic-abuse")
                        && j.status() != JourneyStatus.ENDED
                        && j.status() != JourneyStatus.STOPPED);
    return running ? Step.WAITING : Step.THERE;
  }

  /** Who holds the task, else somebody whose it is to do. */
  private Optional<ActingPerson> doer(TaskView task) {
    if (task.assignee() != null) {
      return staff.find(task.assignee());
    }
    return officerOf(task.team(), task.forSupervisor());
  }

  private Optional<ActingPerson> officerOf(Team team, boolean supervisor) {
    return (supervisor ? staff.supervisorsOf(team) : staff.membersOf(team)).stream().findFirst();
  }

  private void rest(Duration howLong) {
    try {
      Thread.sleep(howLong);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped = true;
    }
  }
}
