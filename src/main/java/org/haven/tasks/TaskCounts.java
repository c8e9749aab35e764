package org.haven.tasks;

/** How many open tasks a person sees; tasks of cases closed to them are in no figure. */
public record TaskCounts(int mine, int mineLate, int team, int teamLate) {}
