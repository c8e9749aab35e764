package org.haven.casefile;

import org.haven.platform.CaseRef;
import org.haven.platform.Team;
import org.jspecify.annotations.Nullable;

/**
 * Published in the transaction that gives a case another lead team, so that the task list moves
 * that team's open tasks with it.
 */
public record LeadChanged(
    CaseRef caseRef, @Nullable Team former, Team lead, @Nullable Team support) {}
