package org.haven.tasks;

import java.time.LocalDate;
import java.util.UUID;

/**
 * A colleague does the tasks of somebody who is away. The two themselves may end it, and whoever
 * supervises the one who is away.
 *
 * @param absent sign-in name
 * @param covering sign-in name
 * @param untilOn the last day away
 * @param begun the tasks have been handed over
 */
public record Cover(
    UUID id, String absent, String covering, LocalDate fromOn, LocalDate untilOn, boolean begun) {}
