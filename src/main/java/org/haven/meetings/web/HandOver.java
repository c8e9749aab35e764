package org.haven.meetings.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.haven.forms.CamundaForm;
import org.haven.forms.FormField;
import org.haven.forms.Forms;
import org.haven.meetings.AgendaItem;
import org.haven.meetings.AgreedActions;
import org.haven.meetings.Sitting;
import org.haven.platform.ActingPerson;
import org.haven.platform.Team;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.tasks.TaskDraft;
import org.haven.tasks.TaskDrafts;
import org.haven.tasks.TaskList;
import org.haven.tasks.TaskStatus;
import org.haven.tasks.TaskView;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Takes what was typed at a meeting into the form in which its journey records it: as the person's
 * own draft, which they read, put right and send themselves. What they have typed there already
 * stays.
 */
@Component
class HandOver {
  /** The teams that every form of a meeting offers for an action. */
  static final List<Team> OWNERS =
      List.of(
          Team.HOUSING_SOLUTIONS,
          Team.TENANCY_SERVICES,
          Team.HOUSING_SCHEME_AND_FINANCE,
          Team.HOUSING_MAINTENANCE,
          Team.SAFEGUARDING_LEAD,
          Team.LEGAL_SERVICES,
          Team.SERVICE_MANAGER);

  private final TaskList tasks;
  private final TaskDrafts drafts;
  private final Forms forms;
  private final AgreedActions agreed;

  HandOver(TaskList tasks, TaskDrafts drafts, Forms forms, AgreedActions agreed) {
    this.tasks = tasks;
    this.drafts = drafts;
    this.forms = forms;
    this.agreed = agreed;
  }

  /**
   * @param formIds forms in which such a meeting goes on record
   * @param minutes absent where they are not handed over
   * @return the task; empty if none is open that the person may see
   */
  OptionalLong take(
      ActingPerson who,
      Sitting sitting,
      AgendaItem item,
      Set<String> formIds,
      @Nullable String minutes) {
    Optional<TaskView> found =
        tasks.forCase(who, item.caseRef()).stream()
            .filter(
                task ->
                    task.journeyId().equals(item.journeyId())
                        && task.status() == TaskStatus.OPEN
                        && formIds.contains(task.formId()))
            .findFirst()
            .flatMap(task -> tasks.find(who, task.id()));
    if (found.isEmpty()) {
      return OptionalLong.empty();
    }
    TaskView task = found.get();
    CamundaForm form = forms.form(task.formId());
    Optional<TaskDraft> draft = drafts.of(who, task);
    Map<String, Object> typed = new LinkedHashMap<>(draft.map(TaskDraft::answers).orElse(Map.of()));
    var known = new LinkedHashMap<String, Object>();
    known.put("meetingOn", WorkingCalendar.dateOf(sitting.startsAt()).toString());
    if (minutes != null && !minutes.isBlank()) {
      known.put("minutes", minutes);
    }
    List<Map<String, String>> actions =
        agreed.of(who, item).stream()
            .map(
                one ->
                    Map.of(
                        "what", one.what().clear(),
                        "owner", one.owner().code(),
                        "due", one.dueOn().toString()))
            .toList();
    if (!actions.isEmpty()) {
      known.put("actions", actions);
    }
    Set<String> asked = Set.copyOf(form.fields().stream().map(FormField::key).toList());
    known.forEach(
        (key, value) -> {
          if (asked.contains(key) && isEmpty(typed.get(key))) {
            typed.put(key, value);
          }
        });
    var saved =
        drafts.save(
            who,
            task.id(),
            form.version(),
            typed,
            draft.map(TaskDraft::step).orElse(""),
            draft.map(TaskDraft::turn).orElse(0),
            false);
    return saved instanceof TaskDrafts.Saved.Gone
        ? OptionalLong.empty()
        : OptionalLong.of(task.id());
  }

  private static boolean isEmpty(@Nullable Object value) {
    return value == null || "".equals(value) || value instanceof List<?> list && list.isEmpty();
  }
}
