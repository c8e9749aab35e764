package org.haven.assessrisk;

import java.time.Instant;
import java.util.List;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.jspecify.annotations.Nullable;

/**
 * One version of a case's risk assessment; the highest version counts.
 *
 * @param yes how many questions were answered with yes; absent if no questions were asked
 * @param advised what the decision table said
 * @param level what holds: the table's result, or the level before if a supervisor kept it
 * @param override kept or lowered, if the table's result was lower than the level before
 */
public record RiskAssessment(
    int version,
    JourneyId journeyId,
    @Nullable Integer yes,
    @Nullable Integer missing,
    RiskLevel advised,
    RiskLevel level,
    List<Code> grounds,
    @Nullable Code override,
    Instant at) {}
