package org.haven.tasks;

import java.time.Instant;
import java.util.List;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.Team;
import org.jspecify.annotations.Nullable;

/**
 * One task as pages and forms see it. It holds references and routing facts alone.
 *
 * @param id the task's id in our list and its URLs: the element instance key
 * @param elementId the user task in the model, such as {@code Task_HoldFirstConversation}
 * @param title the task's name in the model
 * @param why the model's documentation of the step, in plain English
 * @param policyClause such as {@code 7.1}
 * @param team whose task it is
 * @param forSupervisor true if it is for that team's supervisors only
 * @param outcomes the answers that a {@code task-outcome} form offers
 * @param reachesHer true if the step calls, visits, meets or writes to her
 * @param warnAt when its owner is told, absent for clocks without an end
 * @param assignee who has claimed it
 * @param doneBy who submitted or completed it, once somebody did
 */
public record TaskView(
    long id,
    String processId,
    int processVersion,
    long processInstanceKey,
    String elementId,
    String title,
    String why,
    String policyClause,
    CaseRef caseRef,
    JourneyId journeyId,
    Team team,
    boolean forSupervisor,
    String formId,
    String slaKey,
    List<String> outcomes,
    boolean reachesHer,
    TaskStatus status,
    Instant openedAt,
    @Nullable Instant warnAt,
    @Nullable Instant dueAt,
    @Nullable Instant warnedAt,
    @Nullable Instant breachedAt,
    @Nullable String assignee,
    @Nullable String doneBy,
    @Nullable Instant doneAt) {
  /** The same task, claimed by nobody. */
  TaskView unclaimed() {
    return new TaskView(
        id,
        processId,
        processVersion,
        processInstanceKey,
        elementId,
        title,
        why,
        policyClause,
        caseRef,
        journeyId,
        team,
        forSupervisor,
        formId,
        slaKey,
        outcomes,
        reachesHer,
        status,
        openedAt,
        warnAt,
        dueAt,
        warnedAt,
        breachedAt,
        null,
        doneBy,
        doneAt);
  }
}
