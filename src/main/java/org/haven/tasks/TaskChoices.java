package org.haven.tasks;

import java.util.Map;

/**
 * What a list can be narrowed to, and how many tasks each choice leaves together with the others
 * that are made.
 *
 * @param officers by sign-in name, and {@link TaskFilter#NOBODY}
 */
public record TaskChoices(
    Map<String, Integer> journeys,
    Map<TaskFilter.Due, Integer> dues,
    Map<String, Integer> risks,
    Map<String, Integer> officers) {}
