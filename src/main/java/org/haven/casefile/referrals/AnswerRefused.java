package org.haven.casefile.referrals;

/** Published when somebody sent an answer that no agency signed: administrators are to look. */
public record AnswerRefused() {}
