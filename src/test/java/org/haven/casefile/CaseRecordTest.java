package org.haven.casefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.testing.TestCasefile.ALEX;
import static org.haven.testing.TestCasefile.AUDREY;
import static org.haven.testing.TestCasefile.SAM;
import static org.haven.testing.TestCasefile.TERRY;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Known;
import org.haven.platform.Team;
import org.haven.platform.audit.AuditTrail;
import org.haven.platform.sealing.Sealed;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class CaseRecordTest {
  private final TestCasefile haven = TestCasefile.fresh();
  private final CaseFiles cases = haven.get(CaseFiles.class);
  private final People people = haven.get(People.class);
  private final SafeContacts contacts = haven.get(SafeContacts.class);
  private final Conflicts conflicts = haven.get(Conflicts.class);

  @AfterEach
  void stop() {
    haven.close();
  }

  private CaseRef aCase() {
    return cases.open(
        new NewCase(
            new Code("phone"), haven.clock.instant(), "alex", Team.HOUSING_SOLUTIONS, false),
        By.of(ALEX));
  }

  private CaseRef aLedCase() {
    CaseRef caseRef = aCase();
    cases.assignLead(caseRef, Team.HOUSING_SOLUTIONS, null, By.SYSTEM);
    return caseRef;
  }

  @Test
  void shouldShowTheWholeCase_whenTheLeadTeamOpensIt() {
    // given
    CaseRef caseRef = aLedCase();
    people.add(caseRef, PersonKind.VICTIM, Map.of("name", "Maya Sample"), By.of(ALEX));
    contacts.record(
        caseRef,
        true,
        Map.of("method", "phone", "detail", "01632 960001", "codeWord", "marigold"),
        By.of(ALEX));
    haven.get(CaseFacts.class).put(caseRef, Map.of("homelessNow", Known.NO), By.of(ALEX));

    // when
    CaseView view = cases.find(ALEX, caseRef).orElseThrow();

    // then
    assertThat(view.people())
        .singleElement()
        .satisfies(p -> assertThat(p.fields().values()).containsEntry("name", "Maya Sample"));
    assertThat(view.banner().check()).isInstanceOf(ContactCheck.Valid.class);
    assertThat(view.banner().hasDetail()).isTrue();
    assertThat(view.banner().never()).contains("voicemail", "shared-home");
    assertThat(view.facts()).containsEntry("homelessNow", false);
    assertThat(haven.get(TimelinePages.class).newest(ALEX, caseRef))
        .extracting(TimelineEntry::textKey)
        .contains("timeline.reported");
    assertThat(view.toString() + view.banner() + view.people()).doesNotContain("Maya", "01632");
    assertThat(auditActions()).contains("read-case");
  }

  private List<String> auditActions() {
    return haven.db.sql("select action from audit_entry order by id").query(String.class).list();
  }

  @Test
  void shouldNotTellThatTheCaseExists_whenTheViewerHasNoPartInIt() {
    CaseRef caseRef = aLedCase();
    assertThat(cases.find(TERRY, caseRef)).isEmpty();
    assertThat(cases.find(AUDREY, caseRef)).isEmpty();
    assertThat(cases.latest(TERRY, 10)).isEmpty();
    assertThatThrownBy(() -> people.of(TERRY, caseRef)).isInstanceOf(NoSuchCaseException.class);
  }

  @Test
  void shouldOpenToSupportAndToTeamsWithATask() {
    CaseRef caseRef = aCase();
    haven.get(CaseAccess.class).involve(caseRef, Team.TENANCY_SERVICES, new Code("task"));
    assertThat(cases.find(TERRY, caseRef)).isPresent();
    assertThat(cases.latest(TERRY, 10)).hasSize(1);
  }

  /** A task that opens while a lead is being named must not stop both. */
  @Test
  void shouldTakeATeamOn_whileALeadIsBeingNamed() {
    CaseRef caseRef = aCase();
    var transaction = new TransactionTemplate(haven.get(PlatformTransactionManager.class));
    transaction.executeWithoutResult(
        _ -> {
          cases.assignLead(caseRef, Team.HOUSING_SOLUTIONS, null, By.of(ALEX));
          var other =
              CompletableFuture.runAsync(
                  () ->
                      haven
                          .get(CaseAccess.class)
                          .involve(caseRef, Team.TENANCY_SERVICES, new Code("task")));
          assertThat(other).succeedsWithin(Duration.ofSeconds(10));
        });
    assertThat(cases.find(TERRY, caseRef)).isPresent();
  }

  @Test
  void shouldCloseToConflictedStaff_whateverTheirTeam() {
    CaseRef caseRef = aLedCase();
    conflicts.add(caseRef, "alex", new Code("related"), By.of(SAM));
    assertThat(cases.find(ALEX, caseRef)).isEmpty();
    assertThat(cases.latest(ALEX, 10)).isEmpty();
    assertThat(cases.find(SAM, caseRef)).isPresent();
  }

  @Test
  void shouldRefuseContact_whenNothingNewerThanFourWeeksAllowsIt() {
    CaseRef caseRef = aCase();
    assertThat(contacts.check(caseRef))
        .isEqualTo(new ContactCheck.NotSafe(ContactCheck.Reason.NOTHING_RECORDED));
    contacts.record(caseRef, true, Map.of("method", "none"), By.of(ALEX));
    assertThat(contacts.check(caseRef))
        .isEqualTo(new ContactCheck.NotSafe(ContactCheck.Reason.NO_METHOD));
    contacts.record(caseRef, true, Map.of("method", "phone"), By.of(ALEX));
    assertThat(contacts.check(caseRef).valid()).isTrue();
    haven.clock.move(Duration.ofDays(28));
    assertThat(contacts.check(caseRef))
        .isEqualTo(new ContactCheck.NotSafe(ContactCheck.Reason.TOO_OLD));
    contacts.record(caseRef, false, Map.of("method", "phone"), By.of(ALEX));
    assertThat(contacts.check(caseRef))
        .isEqualTo(new ContactCheck.NotSafe(ContactCheck.Reason.NOT_ALLOWED));
  }

  @Test
  void shouldKeepOldVersions_whenAPersonIsRevised() {
    CaseRef caseRef = aLedCase();
    String ref =
        people.add(caseRef, PersonKind.VICTIM, Map.of("name", "A", "language", "x"), By.of(ALEX));
    people.revise(caseRef, ref, Map.of("name", "B"), By.of(SAM));
    assertThat(people.of(ALEX, caseRef))
        .singleElement()
        .satisfies(
            p ->
                assertThat(p.fields().values())
                    .containsEntry("name", "B")
                    .containsEntry("language", "x"));
    assertThat(haven.db.sql("select count(*) from person").query(Integer.class).single())
        .isEqualTo(2);
    assertThatThrownBy(() -> haven.db.sql("update person set by = 'x'").update())
        .isInstanceOf(DataAccessException.class);
  }

  @Test
  void shouldShowTheRest_whenOneValueWasTamperedWith() {
    // given
    CaseRef caseRef = aLedCase();
    contacts.record(
        caseRef, true, Map.of("method", "phone", "detail", "01632 960001"), By.of(ALEX));
    haven.owner().sql("alter table safe_contact disable trigger all").update();
    haven
        .db
        .sql("update safe_contact set sealed = jsonb_set(sealed, '{detail}', sealed->'method')")
        .update();

    // when
    SafetyBanner banner = cases.find(ALEX, caseRef).orElseThrow().banner();

    // then
    assertThat(banner.hasDetail()).isFalse();
    assertThat(contacts.reveal(ALEX, caseRef, "to call her").detail()).isNull();
    assertThat(banner.unreadable()).isTrue();
    assertThat(banner.method()).isEqualTo("phone");
  }

  @Test
  void shouldShowNumberAndCodeWordOnlyWithAReason() {
    // given
    CaseRef caseRef = aLedCase();
    contacts.record(
        caseRef,
        true,
        Map.of(
            "method", "phone",
            "detail", "01632 960001",
            "codeWord", "marigold",
            "days", List.of("monday", "tuesday", "friday"),
            "times", "10 to 12"),
        By.of(ALEX));

    // then
    assertThat(contacts.banner(ALEX, caseRef).when())
        .isEqualTo(new Sealed("Monday, Tuesday and Friday, 10 to 12"));
    assertThatThrownBy(() -> contacts.reveal(ALEX, caseRef, " "))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> contacts.reveal(TERRY, caseRef, "to call her"))
        .isInstanceOf(NoSuchCaseException.class);
    ContactDetail shown = contacts.reveal(ALEX, caseRef, "to call her");
    assertThat(shown.detail()).isEqualTo(new Sealed("01632 960001"));
    assertThat(shown.codeWord()).isEqualTo(new Sealed("marigold"));
    assertThat(shown.toString()).doesNotContain("marigold");
    assertThat(auditActions()).contains("reveal-contact");
    assertThat(haven.db.sql("select sealed::text from contact_reveal").query(String.class).single())
        .doesNotContain("call");

    // and what has become unsafe is not shown
    contacts.record(caseRef, false, Map.of("watched", "yes"), By.of(ALEX));
    assertThat(contacts.reveal(ALEX, caseRef, "to call her").detail()).isNull();
  }

  @Test
  void shouldKeepNumberAndCodeWord_whenTheSameWayIsFoundSafeAgain() {
    // given
    CaseRef caseRef = aLedCase();
    contacts.record(
        caseRef,
        true,
        Map.of("method", "phone", "detail", "01632 960001", "codeWord", "marigold"),
        By.of(ALEX));

    // when
    contacts.record(caseRef, true, Map.of("method", "phone", "detail", ""), By.of(ALEX));

    // then
    assertThat(contacts.reveal(ALEX, caseRef, "to call her").codeWord())
        .isEqualTo(new Sealed("marigold"));
    contacts.record(caseRef, true, Map.of("method", "email"), By.of(ALEX));
    assertThat(contacts.reveal(ALEX, caseRef, "to write to her").detail()).isNull();
  }

  @Test
  void shouldKeepEveryAnswerAndCountTheLatest_whenFactsChange() {
    CaseRef caseRef = aCase();
    CaseFacts facts = haven.get(CaseFacts.class);
    facts.put(
        caseRef,
        Map.of("tenure", new Code("council-tenant"), "homelessNow", "unknown"),
        By.of(ALEX));
    facts.put(caseRef, Map.of("tenure", "council-tenant", "homelessNow", true), By.of(ALEX));
    assertThat(facts.of(caseRef))
        .containsEntry("tenure", "council-tenant")
        .containsEntry("homelessNow", true);
    assertThat(haven.db.sql("select count(*) from case_fact").query(Integer.class).single())
        .isEqualTo(3);
    assertThatThrownBy(() -> facts.put(caseRef, Map.of("tenure", "12 High Street"), By.of(ALEX)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("High Street");
  }

  @Test
  void shouldTellWhoOpenedTheVault_whenAReasonIsGiven() {
    CaseRef caseRef = aLedCase();
    AddressVault vault = haven.get(AddressVault.class);
    vault.write(caseRef, Map.of("safeAddress", "1 Sample Row"), By.of(ALEX));
    assertThatThrownBy(() -> vault.reveal(ALEX, caseRef, " "))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(vault.reveal(ALEX, caseRef, "taking her there").values())
        .containsEntry("safeAddress", "1 Sample Row");
    assertThat(auditActions()).contains("reveal-address");
  }

  @Test
  void shouldMoveOnlyAsTheProcedureKnows() {
    CaseRef caseRef = aCase();
    cases.status(caseRef, CaseStatus.OPEN, By.SYSTEM);
    cases.status(caseRef, CaseStatus.OPEN, By.SYSTEM);
    assertThat(cases.head(caseRef).status()).isEqualTo(CaseStatus.OPEN);
    assertThatThrownBy(() -> cases.status(caseRef, CaseStatus.DISPOSED, By.SYSTEM))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldGiveTheJourneysOwnMoment_beforeThatOfTheCase() {
    CaseRef caseRef = aCase();
    CaseMoments moments = haven.get(CaseMoments.class);
    var journey = new org.haven.platform.JourneyId("JO-ABCDEFGHJK");
    Instant later = haven.clock.instant().plusSeconds(60);
    assertThat(moments.latest(caseRef, journey, "report")).contains(haven.clock.instant());
    moments.record(caseRef, journey, "report", later);
    moments.record(caseRef, journey, "report", later);
    assertThat(moments.latest(caseRef, journey, "report")).contains(later);
    assertThat(moments.latest(caseRef, null, "report")).contains(haven.clock.instant());
  }

  @Test
  void shouldFindAnyChangeOfTheTrail_whenVerified() {
    // given
    aLedCase();
    aLedCase();
    AuditTrail trail = haven.get(AuditTrail.class);
    trail.chain();
    assertThat(trail.verify().holds()).isTrue();
    assertThat(trail.verify().chained()).isPositive();
    assertThatThrownBy(() -> haven.db.sql("delete from audit_entry").update())
        .isInstanceOf(DataAccessException.class);

    // when
    haven.owner().sql("alter table audit_entry disable trigger all").update();
    Long id =
        haven
            .owner()
            .sql("update audit_entry set who = 'nobody' where id = 2 returning id")
            .query(Long.class)
            .single();

    // then
    assertThat(trail.verify().brokenAt()).isEqualTo(id);
  }

  @Test
  void shouldKeepIncidentsAndPlans() {
    CaseRef caseRef = aLedCase();
    haven
        .get(Incidents.class)
        .record(
            caseRef,
            LocalDate.of(2026, 11, 1),
            List.of(new Code("physical")),
            Known.UNKNOWN,
            Map.of("account", "words"),
            By.of(ALEX));
    haven.get(SafetyPlans.class).record(caseRef, null, Map.of("steps", "lock"), By.of(ALEX));
    haven
        .get(JourneyNotes.class)
        .record(
            caseRef,
            new org.haven.platform.JourneyId("JO-ABCDEFGHJK"),
            "Task_X",
            new Code("wait"),
            null,
            LocalDate.of(2026, 11, 20),
            By.of(ALEX));
    haven
        .get(SharingLedger.class)
        .record(caseRef, new Code("marac"), new Code("given"), null, Map.of(), By.of(ALEX));
    assertThat(haven.get(Incidents.class).of(ALEX, caseRef))
        .singleElement()
        .satisfies(i -> assertThat(i.fields().values()).containsEntry("account", "words"));
    assertThat(haven.get(SafetyPlans.class).latest(ALEX, caseRef)).isPresent();
  }
}
