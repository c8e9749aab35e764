package org.haven.tasks;

import java.time.Instant;
import org.haven.platform.CaseRef;
import org.jspecify.annotations.Nullable;

/**
 * One notice to one person; references only.
 *
 * @param caseRef absent if it is about no case
 * @param taskId the task it is about, to link to
 * @param taskTitle that task's name in the model
 */
public record NoticeView(
    long id,
    NoticeKind kind,
    @Nullable CaseRef caseRef,
    @Nullable Long taskId,
    @Nullable String taskTitle,
    Instant at) {}
