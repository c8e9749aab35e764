package org.haven.tasks;

import java.time.Instant;
import org.haven.platform.CaseRef;
import org.jspecify.annotations.Nullable;

/**
 * One notice to one person; references only.
 *
 * @param taskId the task it is about, to link to
 * @param taskTitle that task's name in the model
 */
public record NoticeView(
    long id,
    NoticeKind kind,
    CaseRef caseRef,
    @Nullable Long taskId,
    @Nullable String taskTitle,
    Instant at) {}
