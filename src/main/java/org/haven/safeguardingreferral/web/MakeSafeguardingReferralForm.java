package org.haven.safeguardingreferral.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.haven.casefile.People;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.safeguardingreferral.SafeguardingLog;
import org.haven.tasks.TaskForm;
import org.haven.tasks.TaskView;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The referral of one person. Its words go into the safeguarding log and nowhere else. */
@Component
class MakeSafeguardingReferralForm implements TaskForm {
  private final SafeguardingLog log;
  private final People people;
  private final Clock clock;

  MakeSafeguardingReferralForm(SafeguardingLog log, People people, Clock clock) {
    this.log = log;
    this.people = people;
    this.clock = clock;
  }

  @Override
  public String formId() {
    return "make-safeguarding-referral";
  }

  @Override
  public Map<String, Object> prefill(TaskView task, ActingPerson who) {
    var data = new LinkedHashMap<String, Object>();
    log.personOf(task.id())
        .ifPresent(
            person -> {
              data.put("route", person.route());
              people.of(who, task.caseRef()).stream()
                  .filter(known -> known.personRef().equals(person.personRef()))
                  .findFirst()
                  .flatMap(known -> known.fields().text("name"))
                  .ifPresent(name -> data.put("person", name.clear()));
            });
    return data;
  }

  @Override
  public List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    var problems = new ArrayList<FormProblem>();
    var sentOn = LocalDate.parse(String.valueOf(submission.routing().get("sentOn")));
    if (sentOn.isAfter(WorkingCalendar.dateOf(clock.instant()))) {
      problems.add(new FormProblem("sentOn", "Give today or a day before it"));
    }
    boolean adult = log.personOf(task.id()).filter(SafeguardingLog.Person::adult).isPresent();
    boolean toAdults = "adult-referral".equals(submission.sealed().get("route"));
    if (adult != toAdults) {
      problems.add(
          new FormProblem(
              "route",
              adult
                  ? "This person was listed as an adult at risk: choose adult services"
                  : "This person was listed as a child at risk: choose children's services"));
    }
    if (adult
        && "refused".equals(submission.routing().get("consent"))
        && blank(submission.sealed().get("override"))) {
      problems.add(new FormProblem("override", "Say why it is sent although they do not agree"));
    }
    return problems;
  }

  static boolean blank(@Nullable Object value) {
    return !(value instanceof String text) || text.isBlank();
  }

  @Override
  public Map<String, ?> save(TaskView task, Submission submission, ActingPerson who) {
    log.write(
        task.caseRef(),
        task.journeyId(),
        task.id(),
        "referral",
        submission.routing(),
        submission.sealed(),
        who);
    return submission.routing();
  }
}
