package org.haven.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.haven.platform.Code;
import org.haven.platform.Known;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CamundaFormTest {
  private static final Map<String, Object> GIVEN =
      Map.of("outcomes", List.of(Map.of("label", "Given", "value", "given")), "most", 12);

  private CamundaForm form;

  @BeforeEach
  void readForm() throws IOException {
    form = FormCasesTest.form(LocalDate.of(2026, 11, 21));
  }

  private static Map<String, Object> valid(Object... more) {
    var posted = new HashMap<String, Object>();
    posted.put("name", "A name");
    posted.put("reached", "no");
    posted.put("understood", true);
    for (int i = 0; i < more.length; i += 2) {
      posted.put((String) more[i], more[i + 1]);
    }
    return posted;
  }

  private List<FormProblem> problems(Map<String, Object> posted) {
    return form.check(posted, GIVEN).problems();
  }

  @Test
  void shouldPartRoutingFactsFromSealedAnswers_whenValid() {
    // given
    var posted =
        valid(
            "reached",
            "unknown",
            "tenure",
            "council-tenant",
            "needs",
            List.of("law"),
            "outcome",
            "given",
            "reviewOn",
            "2026-12-01",
            "children",
            2,
            "words",
            "She called at noon",
            "rent",
            101.5);

    // when
    Submission submission = form.check(posted, GIVEN).submission();

    // then
    assertThat(submission.routing())
        .isEqualTo(
            Map.of(
                "reached",
                "unknown",
                "tenure",
                "council-tenant",
                "needs",
                List.of("law"),
                "outcome",
                "given",
                "reviewOn",
                "2026-12-01",
                "children",
                2L));
    assertThat(submission.sealed())
        .containsOnlyKeys("name", "words", "rent", "understood")
        .containsEntry("words", "She called at noon");
  }

  @Test
  void shouldGiveTrueAndFalse_whenBooleanFactIsAnswered() {
    var posted = valid("reached", "yes", "alone", "no");

    assertThat(form.check(posted, GIVEN).submission().routing())
        .isEqualTo(Map.of("reached", true, "alone", false));
  }

  @Test
  void shouldRefuseAndName_whenHiddenQuestionIsAnswered() {
    // given: nobody was reached, yet wishes are posted
    var posted = valid("wishes", "A new lock");

    assertThat(problems(posted))
        .containsExactly(
            new FormProblem(
                "wishes",
                "“What would help you most now?” is not asked with your other answers, so its"
                    + " answer was not taken. Check the form and send it again"));
  }

  @Test
  void shouldTakeNothing_whenOneAnswerIsRefused() {
    FormCheck check = form.check(valid("tenure", "castle"), GIVEN);

    assertThat(check.passed()).isFalse();
    assertThat(check.submission()).isEqualTo(new Submission(Map.of(), Map.of()));
  }

  @Test
  void shouldRefuse_whenFormDoesNotAskForTheAnswer() {
    assertThat(problems(valid("outcomes", List.of("evil"), "outcome", "evil")))
        .extracting(FormProblem::key)
        .contains(FormProblem.WHOLE_FORM);
  }

  @Test
  void shouldRefuseInTheUsersWords_whenTextIsTenMegabytes() {
    var posted = valid("name", "a".repeat(10_000_000));

    assertThat(problems(posted))
        .containsExactly(
            new FormProblem(
                "name",
                "Shorten what you wrote for “Name” to 40 characters or fewer. It has 10,000,000"));
  }

  @Test
  void shouldHaveALongestLength_whenFormStatesNone() {
    assertThat(problems(valid("email", "a".repeat(1_001))))
        .extracting(FormProblem::message)
        .containsExactly(
            "Shorten what you wrote for “Email address” to 1,000 characters or fewer."
                + " It has 1,001");
    assertThat(form.schemaJson()).contains("\"maxLength\":1000");
  }

  @Test
  void shouldRefuse_whenTextCannotBeStored() {
    assertThat(problems(valid("words", "null \u0000 byte")))
        .extracting(FormProblem::key)
        .containsExactly("words");
    assertThat(problems(valid("words", "half a face \ud83d")))
        .extracting(FormProblem::key)
        .containsExactly("words");
    assertThat(problems(valid("words", "a face \ud83d\ude00, a tab\t and\nlines"))).isEmpty();
  }

  @Test
  void shouldRefuse_whenTypesAreNotTheForms() {
    assertThat(
            problems(
                valid(
                    "name",
                    Map.of("a", 1),
                    "tenure",
                    List.of("council-tenant"),
                    "needs",
                    "law",
                    "understood",
                    "yes",
                    "reviewOn",
                    20261121,
                    "rent",
                    List.of(1))))
        .extracting(FormProblem::key)
        .containsExactlyInAnyOrder("name", "tenure", "needs", "understood", "reviewOn", "rent");
  }

  @Test
  void shouldRefuse_whenReadonlyFieldIsChanged() {
    var given = new HashMap<>(GIVEN);
    given.put("shownRef", "HV-1");

    assertThat(form.check(valid("shownRef", "HV-1"), given).problems()).isEmpty();
    assertThat(form.check(valid("shownRef", "HV-2"), given).problems())
        .extracting(FormProblem::key)
        .containsExactly("shownRef");
  }

  @Test
  void shouldCheckEachRow_whenListIsPosted() {
    var rows =
        List.of(Map.of("childName", "A", "livesThere", "yes"), Map.of("livesThere", "perhaps"));

    assertThat(problems(valid("childrenSeen", rows)))
        .extracting(FormProblem::key)
        .containsExactly("childrenSeen[1].childName", "childrenSeen[1].livesThere");
    assertThat(form.check(valid("childrenSeen", rows.subList(0, 1)), GIVEN).submission().sealed())
        .containsEntry("childrenSeen", rows.subList(0, 1));
  }

  @Test
  void shouldGiveTheFormsOwnWords_whenFactsAreOnRecord() {
    var facts =
        Map.of(
            "reached",
            true,
            "alone",
            Known.UNKNOWN,
            "tenure",
            new Code("private-rented"),
            "reviewOn",
            LocalDate.of(2026, 12, 1),
            "pregnant",
            Known.YES,
            "reachedBefore",
            true);

    assertThat(form.asAnswers(facts))
        .isEqualTo(
            Map.of(
                "reached",
                "yes",
                "alone",
                "unknown",
                "tenure",
                "private-rented",
                "reviewOn",
                "2026-12-01",
                "pregnant",
                true,
                "reachedBefore",
                true));
  }

  @Test
  void shouldShowThePageAgain_whenAListHoldsNothing() {
    assertThat(form.asAnswers(Map.of("grounds", java.util.Collections.singletonList(null))))
        .isEqualTo(Map.of("grounds", List.of()));
  }

  @Test
  void shouldNotEndTheScript_whenAnswersHoldMarkup() {
    String json = FormPage.json(form, Map.of("words", "</script><b>&\u2028"), List.of());

    assertThat(json).doesNotContain("<", ">", "&", "\u2028");
    assertThat(FormPage.read(json).get("data")).isEqualTo(Map.of("words", "</script><b>&\u2028"));
  }

  @Test
  void shouldSayNothingOfTheContent_whenAnswersCannotBeRead() {
    assertThatThrownBy(() -> FormPage.read("{\"words\": \"secret"))
        .isInstanceOf(FormPage.UnreadableAnswersException.class)
        .hasNoCause()
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> FormPage.read("null"))
        .isInstanceOf(FormPage.UnreadableAnswersException.class);
  }
}
