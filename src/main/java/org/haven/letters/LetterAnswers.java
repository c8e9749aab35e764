package org.haven.letters;

import java.util.Map;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;

/**
 * What the steps of a journey put on record, for its letters: sealed answers of a form by the
 * form's id, such as {@code answers['issue-decision-letter'].reasons}.
 */
public interface LetterAnswers {
  Map<String, Map<String, Object>> of(CaseRef caseRef, JourneyId journeyId);
}
