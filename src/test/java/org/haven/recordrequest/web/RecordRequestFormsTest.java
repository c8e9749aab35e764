package org.haven.recordrequest.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.haven.casefile.CaseFacts;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.letters.GivenAway;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Role;
import org.haven.platform.Team;
import org.haven.recordrequest.RecordRequests;
import org.haven.tasks.TaskStatus;
import org.haven.tasks.TaskView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the forms of a record request refuse beside the field, and what they put on record. */
@SuppressWarnings("NullAway")
class RecordRequestFormsTest {
  private static final CaseRef CASE = new CaseRef("HV-7KQ2M9XD");
  private static final JourneyId JOURNEY = new JourneyId("JO-FIRST-ONE");
  private static final ActingPerson MARK =
      new ActingPerson("mark", "Mark Data", Set.of(Role.OFFICER), Set.of(Team.DATA_PROTECTION));

  private static TaskView aTask(String elementId) {
    return new TaskView(
        7,
        "record-request",
        1,
        70,
        elementId,
        "Title",
        "Why",
        "12.1",
        CASE,
        JOURNEY,
        Team.DATA_PROTECTION,
        false,
        "redact-records",
        "standard",
        List.of(),
        false,
        TaskStatus.OPEN,
        Instant.EPOCH,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  @ParameterizedTest
  @CsvSource({
    "survivor, safe-address, address",
    "survivor, marac-words, meetings",
    "survivor, her-name,",
    "survivor, help-words,",
    "perpetrator, safe-address, address",
    "perpetrator, marac-words, meetings",
    "perpetrator, her-name, somebody else",
    "other, her-contact, somebody else",
    "perpetrator, ,",
  })
  void shouldRefuseWhatMustNotGo(String requester, String found, String why) {
    // given
    var givenAway = mock(GivenAway.class);
    var facts = mock(CaseFacts.class);
    when(givenAway.in(any(), any())).thenReturn(found == null ? List.of() : List.of(found));
    when(facts.of(CASE)).thenReturn(Map.of("requester", requester));

    // when
    List<FormProblem> problems =
        new RedactRecordsRule(givenAway, facts)
            .check(
                aTask("Task_RedactRecords"),
                new Submission(Map.of(), Map.of("released", "Words")),
                MARK);

    // then
    if (why == null) {
      assertThat(problems).isEmpty();
    } else {
      assertThat(problems).extracting(FormProblem::key).containsExactly("released");
      assertThat(problems.getFirst().message()).contains(why).contains("policy 12.1");
    }
  }

  @Test
  void shouldKeepWhatWasDecidedOfABreach_andNothingOfOtherSteps() {
    var requests = mock(RecordRequests.class);
    var effect = new AssessBreachEffect(requests);
    var said = new Submission(Map.of("outcome", "report"), Map.of());
    effect.save(aTask("Task_WarnVictimSafely"), said, MARK);
    verifyNoInteractions(requests);
    effect.save(aTask("Task_AssessBreach"), said, MARK);
    verify(requests).assessed(CASE, JOURNEY, 7, new Code("report"), MARK);
  }
}
