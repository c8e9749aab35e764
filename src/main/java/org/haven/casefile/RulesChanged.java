package org.haven.casefile;

import java.time.LocalDate;

/** Published in the transaction that tells staff of new rules. */
public record RulesChanged(LocalDate effectiveFrom) {}
