package org.haven.safeguardingreferral.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.testing.TestCasefile.ALEX;
import static org.haven.testing.TestCasefile.SAM;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.haven.casefile.By;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseMoments;
import org.haven.casefile.NoSuchCaseException;
import org.haven.casefile.People;
import org.haven.casefile.PersonKind;
import org.haven.engine.JobContext;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Known;
import org.haven.platform.Role;
import org.haven.platform.Team;
import org.haven.safeguardingreferral.SafeguardingEntry;
import org.haven.safeguardingreferral.SafeguardingLog;
import org.haven.testing.TestCasefile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Each job of a safeguarding referral runs twice and has one effect. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SafeguardingWorkersTest {
  private static final ActingPerson LEAD =
      new ActingPerson("lena", "Lena Lead", Set.of(Role.OFFICER), Set.of(Team.SAFEGUARDING_LEAD));

  private TestCasefile haven;
  private SafeguardingLog log;
  private CaseRef caseRef;
  private JourneyId journeyId;

  @BeforeAll
  void start() {
    haven = TestCasefile.with("org.haven.safeguardingreferral");
    log = haven.get(SafeguardingLog.class);
  }

  @AfterAll
  void stop() {
    haven.close();
  }

  @BeforeEach
  void aCase() {
    caseRef = haven.aCase();
    haven
        .get(People.class)
        .add(caseRef, PersonKind.VICTIM, Map.of("name", "Rosalind Okonkwo"), By.of(ALEX));
    journeyId = haven.aJourney(caseRef, "safeguarding-referral");
    haven.get(CaseAccess.class).involve(caseRef, Team.SAFEGUARDING_LEAD, new Code("task"));
  }

  private static JobContext aJob() {
    return TestCasefile.aJob("safeguarding-referral");
  }

  private static List<Code> codes(String... codes) {
    return java.util.Arrays.stream(codes).map(Code::new).toList();
  }

  private ListPersonsConcernedWorker.Out list(
      JobContext job, Known child, String youngParty, List<Code> routes, @Nullable String decided) {
    return haven
        .get(ListPersonsConcernedWorker.class)
        .work(
            new ListPersonsConcernedWorker.In(
                caseRef,
                journeyId,
                child,
                Known.UNKNOWN,
                new Code(youngParty),
                routes,
                decided == null ? null : new Code(decided),
                job));
  }

  private List<String> kinds() {
    return log.of(LEAD, caseRef).stream().map(SafeguardingEntry::kind).toList();
  }

  @Test
  void shouldOpenOnceAtTheMomentItWasRaised_whenTheJobRunsTwice() {
    // given
    var raised = haven.clock.instant();
    haven.clock.move(java.time.Duration.ofMinutes(7));
    var in = new OpenConcernWorker.In(caseRef, journeyId, codes("child-referral"), aJob());

    // when
    haven.get(OpenConcernWorker.class).work(in);
    haven.get(OpenConcernWorker.class).work(in);

    // then
    assertThat(kinds()).containsExactly("opened");
    assertThat(haven.get(CaseMoments.class).latest(caseRef, journeyId, "concern")).contains(raised);
  }

  @Test
  void shouldListEverybodyOnce_whenTheJobRunsTwice() {
    // given
    var people = haven.get(People.class);
    people.add(caseRef, PersonKind.CHILD, Map.of("name", "Ada Okonkwo"), By.of(ALEX));
    people.add(caseRef, PersonKind.CHILD, Map.of("name", "Ben Okonkwo"), By.of(ALEX));
    var job = aJob();
    var routes = codes("child-referral", "adult-referral");

    // when
    var first = list(job, Known.YES, "16-17", routes, null);
    var second = list(job, Known.YES, "16-17", routes, null);

    // then: two children, the young party, and the same person as an adult at risk
    assertThat(second).isEqualTo(first);
    assertThat(first.entryIds()).hasSize(4);
    assertThat(first.adultEntryIds()).hasSize(1);
  }

  @Test
  void shouldListOneUnnamedChild_whenNoneIsOnRecord() {
    assertThat(list(aJob(), Known.YES, "none", codes("child-referral"), null).entryIds())
        .hasSize(1);
    assertThat(list(aJob(), Known.UNKNOWN, "unknown", codes("ask-lead"), "refer-child"))
        .satisfies(
            out -> {
              assertThat(out.entryIds()).hasSize(1);
              assertThat(out.adultEntryIds()).isEmpty();
            });
    assertThat(list(aJob(), Known.UNKNOWN, "unknown", codes("ask-lead"), "refer-adult"))
        .satisfies(out -> assertThat(out.adultEntryIds()).hasSize(1));
  }

  @Test
  void shouldLogOnceAndTellTheLeadAlone_whenNothingWasSent() {
    // given
    var entry =
        list(aJob(), Known.UNKNOWN, "none", codes("adult-referral"), null).entryIds().getFirst();
    var link = new LinkConcernEntryWorker.In(entry, aJob());
    haven.get(LinkConcernEntryWorker.class).work(link);
    haven.get(LinkConcernEntryWorker.class).work(link);
    var in =
        new LogSafeguardingWorker.In(
            caseRef,
            journeyId,
            entry,
            null,
            new Code("refused"),
            new Code("record-only"),
            null,
            aJob());

    // when
    haven.get(LogSafeguardingWorker.class).work(in);
    haven.get(LogSafeguardingWorker.class).work(in);
    log.write(
        caseRef,
        journeyId,
        link.job().elementInstanceKey(),
        "referral",
        Map.of(),
        Map.of("person", "Rosalind Okonkwo", "threshold", "What she said"),
        ALEX);

    // then
    assertThat(kinds()).containsExactly("referral", "not-sent", "person");
    assertThat(log.of(LEAD, caseRef).getFirst().fields().text("threshold"))
        .hasValueSatisfying(words -> assertThat(words.clear()).isEqualTo("What she said"));
    for (var other : List.of(ALEX, SAM)) {
      assertThatThrownBy(() -> log.of(other, caseRef)).isInstanceOf(NoSuchCaseException.class);
      assertThat(log.written(other, link.job().elementInstanceKey(), "referral")).isEmpty();
    }
    assertThat(
            haven
                .db
                .sql("select basis from sharing_ledger where case_ref = ?")
                .param(caseRef.value())
                .query(String.class)
                .list())
        .containsExactly("none");
    assertThat(
            haven
                .db
                .sql("select string_agg(sealed::text, ' ') from safeguarding_log")
                .query(String.class)
                .single())
        .doesNotContain("Rosalind");
  }
}
