package org.haven.reciprocalmove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.testing.TestCasefile.ALEX;

import java.util.UUID;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseMoments;
import org.haven.casefile.PersonKind;
import org.haven.platform.Code;
import org.haven.platform.Team;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.Test;

class ReciprocalIntakeTest {
  private final TestCasefile haven = TestCasefile.with("org.haven.reciprocalmove");
  private final ReciprocalIntake intake = haven.get(ReciprocalIntake.class);

  private static IncomingRequest request(UUID token, String area) {
    return new IncomingRequest(
        token, Scheme.KRS, new Code(area), "their-7", "Jordan Example", "Needs a home here");
  }

  @Test
  void shouldOpenACaseAndStartTheJourney_whenAnotherAreaAsks() {
    // when: the same page twice
    var token = UUID.randomUUID();
    var caseRef = intake.take(request(token, "thanet"), ALEX);
    var again = intake.take(request(token, "thanet"), ALEX);

    // then
    assertThat(again).isEqualTo(caseRef);
    var view = haven.get(CaseFiles.class).find(ALEX, caseRef).orElseThrow();
    assertThat(view.people()).extracting(p -> p.kind()).containsExactly(PersonKind.VICTIM);
    assertThat(haven.get(CaseFiles.class).head(caseRef).receiverTeam())
        .isEqualTo(Team.HOUSING_SOLUTIONS);
    assertThat(haven.said("reciprocal-incoming"))
        .singleElement()
        .satisfies(
            said -> {
              assertThat(said.key()).isEqualTo("RI-" + token);
              assertThat(said.facts())
                  .containsOnlyKeys("referralId", "caseRef", "journeyId", "team");
            });
    assertThat(
            haven
                .get(CaseMoments.class)
                .latest(caseRef, view.journeys().getFirst().journeyId(), "received"))
        .hasValue(haven.clock.instant());
    assertThat(
            haven
                .db
                .sql("select string_agg(r::text, '') from reciprocal_request r")
                .query(String.class)
                .single())
        .doesNotContain("Jordan", "Needs", "their-7");
  }

  @Test
  void shouldTakeNothing_whenAnAreaHasNoPartInTheSchemes() {
    assertThatThrownBy(() -> intake.take(request(UUID.randomUUID(), "elsewhere"), ALEX))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
