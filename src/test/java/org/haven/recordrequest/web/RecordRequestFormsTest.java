package org.haven.recordrequest.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.haven.testing.TestCasefile.ALEX;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.haven.casefile.AddressVault;
import org.haven.casefile.By;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.FormRecords;
import org.haven.casefile.People;
import org.haven.casefile.PersonKind;
import org.haven.casefile.SafeContacts;
import org.haven.forms.FormProblem;
import org.haven.forms.Submission;
import org.haven.letters.GivenAway;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Role;
import org.haven.platform.Team;
import org.haven.recordrequest.DisclosureSafety;
import org.haven.recordrequest.DisclosureSafety.Objection;
import org.haven.recordrequest.RecordDecisions;
import org.haven.recordrequest.RecordRequests;
import org.haven.tasks.TaskStatus;
import org.haven.tasks.TaskView;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.support.StaticMessageSource;

/** What the forms of a record request refuse beside the field, and what they put on record. */
@SuppressWarnings("NullAway")
class RecordRequestFormsTest {
  private static final CaseRef CASE = new CaseRef("HV-7KQ2M9XD");
  private static final JourneyId JOURNEY = new JourneyId("JO-FIRST-ONE");
  private static final ActingPerson MARK =
      new ActingPerson("mark", "Mark Data", Set.of(Role.OFFICER), Set.of(Team.DATA_PROTECTION));

  private TestCasefile haven;
  private CaseRef caseRef;

  private static TaskView aTask(String elementId, CaseRef caseRef, JourneyId journeyId) {
    return new TaskView(
        7,
        "record-request",
        1,
        70,
        elementId,
        "Title",
        "Why",
        "12.1",
        caseRef,
        journeyId,
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

  /** Her name, her safe contact and her safe address are on record. */
  @BeforeEach
  void aCase() {
    haven = TestCasefile.with("org.haven.letters", "org.haven.recordrequest");
    caseRef = haven.aCase();
    haven.get(CaseAccess.class).involve(caseRef, Team.DATA_PROTECTION, new Code("task"));
    haven
        .get(People.class)
        .add(caseRef, PersonKind.VICTIM, Map.of("name", "Maya Sample"), By.of(ALEX));
    haven
        .get(SafeContacts.class)
        .record(
            caseRef,
            true,
            Map.of("method", "phone", "detail", "01632 960001", "codeWord", "marigold"),
            By.of(ALEX));
    haven
        .get(AddressVault.class)
        .write(
            caseRef,
            Map.of("safeAddress", "Flat 3, 17 Hidden Lane, Sampleton, ZZ9 9ZZ"),
            By.of(ALEX));
  }

  @AfterEach
  void close() {
    haven.close();
  }

  /** A request of the case, and who asks as the first step logged it. */
  private JourneyId logged(String requester) {
    var journeyId = haven.aJourney(caseRef, "record-request");
    var routing = Map.of("requester", new Code(requester));
    haven.get(CaseFacts.class).put(caseRef, routing, By.of(MARK));
    haven
        .get(FormRecords.class)
        .record(
            caseRef,
            journeyId,
            "Task_LogRecordRequest",
            "log-record-request",
            Map.of(),
            routing,
            Map.of(),
            By.of(MARK));
    return journeyId;
  }

  private List<FormProblem> released(JourneyId journeyId, String words) {
    return new RedactRecordsRule(haven.get(GivenAway.class), haven.get(FormRecords.class))
        .check(
            aTask("Task_RedactRecords", caseRef, journeyId),
            new Submission(Map.of(), Map.of("released", words)),
            MARK);
  }

  @ParameterizedTest
  @CsvSource({
    "survivor, Come to 17 Hidden Lane, address",
    "survivor, The minutes of the MARAC, meetings",
    "survivor, What Maya Sample told us,",
    "survivor, You asked for a refuge,",
    "survivor, We reach you on 01632 960001,",
    "perpetrator, Come to 17 Hidden Lane, address",
    "perpetrator, The minutes of the MARAC, meetings",
    "perpetrator, What Maya Sample told us, somebody else",
    "perpetrator, Somebody asked for a refuge, somebody else",
    "other, We reach her on 01632 960001, somebody else",
    "other, The word is Marigold, somebody else",
    "perpetrator, The letters that went to you,",
  })
  void shouldRefuseWhatMustNotGo(String requester, String words, String why) {
    // when
    List<FormProblem> problems = released(logged(requester), words);

    // then
    if (why == null) {
      assertThat(problems).isEmpty();
    } else {
      assertThat(problems).extracting(FormProblem::key).containsExactly("released");
      assertThat(problems.getFirst().message()).contains(why).contains("policy 12.1");
    }
  }

  @Test
  void shouldGoByWhoAsksInThisRequest_whenAnotherOneOfTheCaseIsOpen() {
    // given: hers is logged while his is being redacted
    var his = logged("perpetrator");
    var hers = logged("survivor");

    // then
    assertThat(released(his, "What Maya Sample told us"))
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("somebody else"));
    assertThat(released(hers, "What Maya Sample told us")).isEmpty();

    // and what nobody logged is not hers
    var unlogged = haven.aJourney(caseRef, "record-request");
    assertThat(released(unlogged, "What Maya Sample told us")).hasSize(1);
  }

  @Test
  void shouldKeepWhatWasDecidedOfABreach_andNothingOfOtherSteps() {
    var requests = mock(RecordRequests.class);
    var effect = new AssessBreachEffect(requests);
    var said = new Submission(Map.of("outcome", "report"), Map.of());
    effect.save(aTask("Task_WarnVictimSafely", CASE, JOURNEY), said, MARK);
    verifyNoInteractions(requests);
    effect.save(aTask("Task_AssessBreach", CASE, JOURNEY), said, MARK);
    verify(requests).assessed(CASE, JOURNEY, 7, new Code("report"), MARK);
  }

  private static StaticMessageSource words() {
    var words = new StaticMessageSource();
    words.addMessage("record-request.problem.undecided", Locale.UK, "{0} are open");
    for (Objection why : Objection.values()) {
      words.addMessage(
          "record-request.objection." + why.name().toLowerCase(Locale.ROOT).replace('_', '-'),
          Locale.UK,
          why.name());
    }
    return words;
  }

  @Test
  void shouldNotBeRedacted_whileARecordIsUndecided() {
    // given
    var decisions = mock(RecordDecisions.class);
    var rule = new RecordsDecidedRule(decisions, words());
    var task = aTask("Task_RedactRecords", CASE, JOURNEY);
    var said = new Submission(Map.of(), Map.of("released", "Notes"));

    // then
    when(decisions.undecided(JOURNEY)).thenReturn(2);
    assertThat(rule.check(task, said, MARK))
        .containsExactly(new FormProblem(FormProblem.WHOLE_FORM, "2 are open"));
    when(decisions.undecided(JOURNEY)).thenReturn(0);
    assertThat(rule.check(task, said, MARK)).isEmpty();
  }

  @Test
  void shouldSealWhatGoes_andLetNobodySayItWhoMayNot() {
    // given
    var safety = mock(DisclosureSafety.class);
    var check = new DisclosureCheck(safety, mock(ExportWords.class), words());
    var task = aTask("Task_CheckDisclosureSafety", CASE, JOURNEY);
    var another = aTask("Task_WarnVictimSafely", CASE, JOURNEY);

    // then
    for (Objection why : Objection.values()) {
      when(safety.objection(any(), any(), any(), any())).thenReturn(Optional.of(why));
      for (String outcome : List.of("release", "part")) {
        assertThat(check.check(task, outcome(outcome), MARK))
            .containsExactly(new FormProblem("outcome", why.name()));
      }
      assertThat(check.check(task, outcome("withhold"), MARK)).isEmpty();
      assertThat(check.check(another, outcome("release"), MARK)).isEmpty();
    }
    when(safety.objection(any(), any(), any(), any())).thenReturn(Optional.empty());
    assertThat(check.check(task, outcome("release"), MARK)).isEmpty();
    check.save(task, outcome("withhold"), MARK);
    check.save(another, outcome("release"), MARK);
    verify(safety, never()).seal(any(), any(), any(), anyLong(), any());
    check.save(task, outcome("part"), MARK);
    verify(safety).seal(eq(MARK), eq(CASE), eq(JOURNEY), eq(7L), any());
  }

  private static Submission outcome(String outcome) {
    return new Submission(Map.of("outcome", outcome), Map.of());
  }
}
