package org.haven.tasks;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.haven.casefile.AnswersTo;
import org.haven.casefile.By;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.JourneyView;
import org.haven.forms.FormProblem;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Models;
import org.haven.platform.Outbox;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers that journeys wait for and that come by word of mouth: an officer records them on the
 * case page. Source: procedure section 3, Notation.
 */
@Service
public class AwaitedAnswers {
  private static final String ENTITY = "awaited-answer";
  private static final String JOURNEY = "journeyId";
  private static final int LONGEST_WORDS = 10_000;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final JdbcClient db;
  private final CaseAccess access;
  private final JourneyRegister journeys;
  private final JourneySteps steps;
  private final Models models;
  private final ObjectProvider<AnswersTo> addressees;
  private final Outbox outbox;
  private final Sealing sealing;
  private final Audit audit;
  private final Clock clock;

  AwaitedAnswers(
      JdbcClient db,
      CaseAccess access,
      JourneyRegister journeys,
      JourneySteps steps,
      Models models,
      ObjectProvider<AnswersTo> addressees,
      Outbox outbox,
      Sealing sealing,
      Audit audit,
      Clock clock) {
    this.db = db;
    this.access = access;
    this.journeys = journeys;
    this.steps = steps;
    this.models = models;
    this.addressees = addressees;
    this.outbox = outbox;
    this.sealing = sealing;
    this.audit = audit;
    this.clock = clock;
  }

  /** What a case waits for, the oldest first; empty if the person may not open the case. */
  public List<Awaited> of(ActingPerson who, CaseRef caseRef) {
    if (!access.mayOpen(who, caseRef)) {
      return List.of();
    }
    var open = new LinkedHashMap<Long, JourneyView>();
    for (JourneyView journey : journeys.of(caseRef)) {
      Long instance = journey.processInstanceKey();
      if (instance != null && journey.endedAt() == null) {
        open.put(instance, journey);
      }
    }
    if (open.isEmpty()) {
      return List.of();
    }
    // of several steps that wait for the same, one stands for them: its key says which is meant
    var found = new LinkedHashMap<String, Awaited>();
    for (JourneySteps.Waiting step : steps.waiting(open.keySet())) {
      JourneyView journey = Objects.requireNonNull(open.get(step.processInstanceKey()));
      models
          .element(step.processId(), step.processVersion(), step.elementId())
          .filter(element -> "true".equals(element.properties().get("recordable")))
          .ifPresent(
              element ->
                  awaited(journey, step, element)
                      .forEach(one -> found.putIfAbsent(one.message() + one.key(), one)));
    }
    Map<String, Long> recorded = found.isEmpty() ? Map.of() : recorded(caseRef);
    return found.values().stream()
        .filter(one -> recorded.getOrDefault(one.message() + one.key(), -1L) < one.stepKey())
        .sorted(java.util.Comparator.comparing(Awaited::since))
        .toList();
  }

  private List<Awaited> awaited(
      JourneyView journey, JourneySteps.Waiting step, Models.Element element) {
    String message = element.properties().getOrDefault("messageName", "");
    String variable = element.properties().getOrDefault("messageKey", "").replaceFirst("^=", "");
    List<AnswersTo> known =
        addressees.stream().filter(each -> each.variable().equals(variable)).toList();
    if (known.isEmpty()) {
      String key = journey.journeyId().value();
      return List.of(one(journey, step, element, message, key, JOURNEY, null));
    }
    return known.stream()
        .flatMap(each -> each.open(journey.caseRef(), journey.journeyId(), message).stream())
        .map(open -> one(journey, step, element, message, open.id(), variable, open.about()))
        .toList();
  }

  private static Awaited one(
      JourneyView journey,
      JourneySteps.Waiting step,
      Models.Element element,
      String message,
      String key,
      String variable,
      @Nullable Code about) {
    return new Awaited(
        journey.id() + "-" + element.id() + "-" + key,
        step.elementInstanceKey(),
        journey.caseRef(),
        journey.journeyId(),
        journey.processId(),
        element.id(),
        element.name(),
        element.documentation(),
        message,
        key,
        variable,
        about,
        list(element.properties().get("answers")),
        list(element.properties().get("answerDates")),
        step.enteredAt());
  }

  private static List<String> list(@Nullable String text) {
    return text == null
        ? List.of()
        : Arrays.stream(text.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  /** The newest step for which an answer is on record, by message and what it answers. */
  private Map<String, Long> recorded(CaseRef caseRef) {
    var newest = new HashMap<String, Long>();
    db.sql(
            "select message, answers_to, max(step_key) as step_key from awaited_answer"
                + " where case_ref = ? group by message, answers_to")
        .param(caseRef.value())
        .query(
            row -> {
              newest.put(
                  row.getString("message") + row.getString("answers_to"), row.getLong("step_key"));
            });
    return newest;
  }

  /** One of {@link #of} by its id. */
  public Optional<Awaited> find(ActingPerson who, CaseRef caseRef, String id) {
    return of(who, caseRef).stream().filter(one -> one.id().equals(id)).findFirst();
  }

  /**
   * Records an answer and tells the journey; twice has one effect.
   *
   * @param answer one of the closed list, empty if there is none
   * @param dates by name; a date that is not given is not known
   * @param words who said it and what else was said; sealed
   */
  @Transactional
  public AnswerResult record(
      ActingPerson who,
      CaseRef caseRef,
      String id,
      String answer,
      Map<String, LocalDate> dates,
      String words) {
    // two officers at once queue here
    db.sql("select 1 from case_file where case_ref = ? for no key update")
        .param(caseRef.value())
        .query(Integer.class)
        .optional();
    var found = find(who, caseRef, id);
    if (found.isEmpty()) {
      return new AnswerResult.Gone();
    }
    Awaited awaited = found.get();
    var problems = problems(awaited, answer, dates, words);
    if (!problems.isEmpty()) {
      return new AnswerResult.Invalid(problems);
    }
    Code code = code(awaited, answer);
    keep(awaited, code, dates, words, By.of(who));
    audit.record(
        who,
        "record-answer",
        caseRef,
        Map.of(
            "elementId", awaited.elementId(),
            "answersTo", awaited.key(),
            "answer", code == null ? "given" : code.value()));
    return tell(awaited, code, dates, words, By.of(who))
        ? new AnswerResult.Recorded()
        : new AnswerResult.Gone();
  }

  private static @Nullable Code code(Awaited awaited, String answer) {
    return awaited.answers().isEmpty() ? null : new Code(answer);
  }

  private Optional<AnswersTo> addressee(Awaited awaited) {
    return addressees.stream()
        .filter(each -> each.variable().equals(awaited.variable()))
        .findFirst();
  }

  private boolean tell(
      Awaited awaited, @Nullable Code code, Map<String, LocalDate> dates, String words, By by) {
    var addressee = addressee(awaited);
    if (addressee.isPresent()) {
      return addressee
          .get()
          .answer(
              awaited.caseRef(), awaited.key(), code, dates, words.isBlank() ? null : words, by);
    }
    Map<String, Object> facts = new LinkedHashMap<>(dates);
    if (code != null) {
      facts.put("answer", code);
    }
    // the step that it answers is open: an answer that comes too late for it must not be taken for
    // the answer to a later step that waits under the same name
    outbox.publish(
        awaited.caseRef(),
        awaited.message(),
        awaited.key(),
        facts,
        JourneyRegister.BROADCAST_TIME_TO_LIVE);
    return true;
  }

  private List<FormProblem> problems(
      Awaited awaited, String answer, Map<String, LocalDate> dates, String words) {
    var problems = new ArrayList<FormProblem>();
    if (!awaited.answers().isEmpty() && !awaited.answers().contains(answer)) {
      problems.add(new FormProblem("answer", "Choose what was answered"));
    }
    if (!awaited.dates().containsAll(dates.keySet())) {
      problems.add(new FormProblem(FormProblem.WHOLE_FORM, "Use the page's own form"));
    }
    if (words.length() > LONGEST_WORDS) {
      problems.add(new FormProblem("words", "Shorten what was said to 10,000 characters"));
    }
    if (problems.isEmpty()) {
      addressee(awaited)
          .map(to -> to.faults(awaited.key(), code(awaited, answer), dates))
          .orElse(Map.of())
          .forEach((field, wrong) -> problems.add(new FormProblem(field, wrong)));
    }
    return problems;
  }

  private void keep(
      Awaited awaited, @Nullable Code code, Map<String, LocalDate> dates, String words, By by) {
    String id = UUID.randomUUID().toString();
    var days = new LinkedHashMap<String, String>();
    dates.forEach((name, day) -> days.put(name, day.toString()));
    db.sql(
            """
            insert into awaited_answer (id, case_ref, journey_id, element_id, message, answers_to,
              step_key, answer, dates, sealed, at, by)
            values (?::uuid, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?)
            """)
        .params(
            Arrays.asList(
                id,
                awaited.caseRef().value(),
                awaited.journeyId().value(),
                awaited.elementId(),
                awaited.message(),
                awaited.key(),
                awaited.stepKey(),
                code == null ? null : code.value(),
                JSON.writeValueAsString(days),
                sealing.sealAll(
                    awaited.caseRef(),
                    ENTITY,
                    id,
                    words.isBlank() ? Map.of() : Map.of("words", words)),
                TaskRows.sql(clock.instant()),
                by.name()))
        .update();
  }
}
