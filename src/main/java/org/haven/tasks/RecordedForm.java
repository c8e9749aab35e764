package org.haven.tasks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.haven.casefile.AddressVault;
import org.haven.casefile.By;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.FormRecords;
import org.haven.forms.CamundaForm;
import org.haven.forms.FormField;
import org.haven.forms.Forms;
import org.haven.forms.Submission;
import org.haven.platform.ActingPerson;
import org.springframework.stereotype.Component;

/**
 * How a form is saved that no journey binds in a way of its own: routing facts go on record and to
 * the engine, all else is sealed; what belongs to the address vault goes there and nowhere else.
 */
@Component
class RecordedForm {
  private static final String VAULT = "AddressVault.";

  /** Facts of one moment, which say nothing of the case afterwards. */
  private static final Set<String> OF_THE_MOMENT = Set.of("outcome", "pass");

  /**
   * Facts that may stand in a form before it is filled in: plain circumstances. Risk, judgement and
   * wishes are asked anew each time, without a default.
   */
  private static final Set<String> SHOWN_BEFORE =
      Set.of(
          "tenure",
          "tenancyRef",
          "tenancyType",
          "holding",
          "periodDay",
          "councilTenant",
          "livesInBorough",
          "children",
          "recourse",
          "visaRoute");

  private final Forms forms;
  private final FormRecords records;
  private final AddressVault vault;
  private final CaseFacts facts;

  RecordedForm(Forms forms, FormRecords records, AddressVault vault, CaseFacts facts) {
    this.forms = forms;
    this.records = records;
    this.vault = vault;
    this.facts = facts;
  }

  TaskForm of(String formId) {
    return new Saved(formId);
  }

  private final class Saved implements TaskForm {
    private final String formId;

    Saved(String formId) {
      this.formId = formId;
    }

    @Override
    public String formId() {
      return formId;
    }

    @Override
    public Map<String, Object> prefill(TaskView task, ActingPerson who) {
      CamundaForm form = forms.form(formId);
      Map<String, Object> known = facts.of(task.caseRef());
      var shown = new LinkedHashMap<String, Object>();
      for (FormField field : form.fields()) {
        Object value = known.get(field.key());
        if (!field.sealed()
            && SHOWN_BEFORE.contains(field.key())
            && value != null
            && !"unknown".equals(value)) {
          shown.put(field.key(), value);
        }
      }
      return new LinkedHashMap<>(form.asAnswers(shown));
    }

    @Override
    public Map<String, ?> save(TaskView task, Submission submission, ActingPerson who) {
      var entities = new LinkedHashMap<String, String>();
      for (FormField field : forms.form(formId).fields()) {
        String entity = field.properties().getOrDefault("entity", "");
        if (!entity.isBlank()) {
          entities.put(field.key(), entity);
        }
      }
      var kept = new LinkedHashMap<String, Object>();
      var guarded = new LinkedHashMap<String, Object>();
      submission
          .sealed()
          .forEach(
              (field, value) -> {
                String entity = entities.getOrDefault(field, "");
                if (entity.startsWith(VAULT)) {
                  guarded.put(entity.substring(VAULT.length()), value);
                } else {
                  kept.put(field, value);
                }
              });
      entities.keySet().retainAll(kept.keySet());
      By by = By.of(who);
      if (!guarded.isEmpty()) {
        vault.write(task.caseRef(), guarded, by);
      }
      records.record(
          task.caseRef(),
          task.journeyId(),
          task.elementId(),
          formId,
          entities,
          submission.routing(),
          kept,
          by);
      var lasting = new LinkedHashMap<>(submission.routing());
      lasting.keySet().removeAll(OF_THE_MOMENT);
      facts.put(task.caseRef(), lasting, by);
      return submission.routing();
    }
  }
}
