package org.haven.tasks;

/** What a list with its filter says in figures. */
public record TaskFigures(TaskCounts counts, TaskChoices choices) {}
