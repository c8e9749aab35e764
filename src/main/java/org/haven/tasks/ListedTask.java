package org.haven.tasks;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A task as a list has it.
 *
 * @param risk the case's level by now, such as {@code high}; absent before the first assessment
 * @param followUpOn the day on which its owner wants to look at it again
 * @param notes how many notes of colleagues stand at it
 * @param contactNotSafe true if the step reaches her and there is no safe way on record
 * @param asked a question to a colleague stands at it
 * @param paused a clock of its journey stands still
 */
public record ListedTask(
    TaskView task,
    @Nullable String risk,
    @Nullable LocalDate followUpOn,
    int notes,
    boolean contactNotSafe,
    boolean asked,
    boolean paused) {}
