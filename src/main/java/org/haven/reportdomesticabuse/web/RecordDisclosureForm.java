package org.haven.reportdomesticabuse.web;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.haven.casefile.CaseFacts;
import org.haven.forms.FormProblem;
import org.haven.forms.Forms;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.haven.platform.Known;
import org.haven.reportdomesticabuse.Channel;
import org.haven.reportdomesticabuse.Disclosures;
import org.haven.reportdomesticabuse.IntakeReport;
import org.haven.reportdomesticabuse.IntakeReport.IntakePerson;
import org.haven.reportdomesticabuse.ReportFacts;
import org.haven.reportdomesticabuse.ReporterKind;
import org.haven.tasks.TaskForm;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

@Component
class RecordDisclosureForm implements TaskForm {
  private static final String ID = "record-disclosure";

  private final Disclosures disclosures;
  private final CaseFacts facts;
  private final Forms forms;

  RecordDisclosureForm(Disclosures disclosures, CaseFacts facts, Forms forms) {
    this.disclosures = disclosures;
    this.facts = facts;
    this.forms = forms;
  }

  @Override
  public String formId() {
    return ID;
  }

  @Override
  public Map<String, Object> prefill(TaskView task, ActingPerson who) {
    var form = forms.form(ID);
    var known = Answers.ofForm(form, facts.of(task.caseRef()));
    known.putAll(form.asAnswers(disclosures.onRecord(task.caseRef(), who)));
    return known;
  }

  @Override
  public List<FormProblem> check(TaskView task, Submission submission, ActingPerson who) {
    var victims =
        people(submission).stream().filter(person -> person.kind().equals("victim")).count();
    return victims > 1
        ? List.of(new FormProblem("people", "A case has one victim: open a case for each"))
        : List.of();
  }

  @Override
  public Map<String, ?> save(TaskView task, Submission submission, ActingPerson who) {
    var routing = submission.routing();
    var sealed = submission.sealed();
    var told = new LinkedHashMap<String, Object>();
    ReportFacts.YES_OR_NO.forEach(name -> told.put(name, routing.getOrDefault(name, "unknown")));
    told.put("tenure", routing.getOrDefault("tenure", "unknown"));
    told.put("youngParty", routing.getOrDefault("youngParty", "unknown"));
    disclosures.taken(
        task.caseRef(),
        task.journeyId(),
        new IntakeReport(
            UUID.randomUUID(),
            task.caseRef(),
            Channel.ofCode(String.valueOf(routing.get("channel"))).orElseThrow(),
            ReporterKind.ofCode(String.valueOf(routing.get("reporterKind"))).orElseThrow(),
            Known.of(routing.get("immediateDanger")),
            true,
            Objects.requireNonNullElse(Answers.text(sealed.get("words")), ""),
            Answers.text(sealed.get("reporterContact")),
            people(submission),
            Answers.incident(sealed),
            told),
        Answers.text(sealed.get("account")),
        who);
    return routing;
  }

  private static List<IntakePerson> people(Submission submission) {
    var people = new ArrayList<IntakePerson>();
    if (submission.sealed().get("people") instanceof List<?> rows) {
      for (Object row : rows) {
        if (row instanceof Map<?, ?> person
            && Answers.text(person.get("name")) instanceof String name) {
          LocalDate birthDate = Answers.date(person.get("birthDate"));
          people.add(
              new IntakePerson(
                  String.valueOf(person.get("kind")),
                  name,
                  birthDate,
                  Answers.text(person.get("language")),
                  Known.of(person.get("interpreter")),
                  Answers.text(person.get("access")),
                  Answers.text(person.get("format"))));
        }
      }
    }
    return people;
  }
}
