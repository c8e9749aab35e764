package org.haven.tasks;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.haven.platform.sealing.Sealed;
import org.jspecify.annotations.Nullable;

/**
 * What a colleague wrote at a task.
 *
 * @param words absent if they were changed behind our back
 * @param named sign-in names of those who were named in it and told
 */
public record TaskNote(
    UUID id, @Nullable Sealed words, List<String> named, Instant at, String by) {}
