package org.haven.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.testing.TestCasefile.ALEX;
import static org.haven.testing.TestCasefile.AUDREY;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.haven.casefile.By;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.Conflicts;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.audit.AuditLog.Filter;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;

/** The trail without content, as an auditor may see it. */
class AuditLogTest {
  private final TestCasefile haven = TestCasefile.fresh();
  private final AuditLog log = haven.get(AuditLog.class);
  private final CaseRef one = haven.aCase();
  private final CaseRef two = haven.aCase();

  private List<String> read(Filter filter) {
    return log.read(AUDREY, filter, null, 50).lines().stream()
        .filter(l -> !l.action().equals("read-trail"))
        .map(l -> l.action() + " " + l.who() + " " + (l.caseRef() == null ? "-" : l.caseRef()))
        .toList();
  }

  @Test
  void shouldFindRows_byCasePersonActionAndDay() {
    // given
    haven.get(CaseFiles.class).find(ALEX, one);
    haven.clock.move(Duration.ofDays(1));
    haven.get(CaseFiles.class).find(ALEX, one);

    // then
    assertThat(read(new Filter(one, null, null, null)))
        .containsExactly(
            "read-case alex " + one, "read-case alex " + one, "open-case system " + one);
    assertThat(read(new Filter(null, "alex", null, null))).hasSize(2);
    assertThat(read(new Filter(null, null, "open-case", null))).hasSize(2);
    assertThat(read(new Filter(null, "alex", "read-case", LocalDate.of(2026, 11, 17)))).hasSize(1);
    assertThat(read(new Filter(null, null, null, LocalDate.of(2020, 1, 1)))).isEmpty();
    assertThat(log.actions(AUDREY)).containsExactly("open-case", "read-case", "read-trail");
  }

  @Test
  void shouldReadAsIfTheCaseWereNotThere_whenTheAuditorIsConflicted() {
    // given
    haven.get(Conflicts.class).add(one, AUDREY.username(), new Code("related"), By.SYSTEM);

    // then
    assertThat(read(new Filter(one, null, null, null))).isEmpty();
    assertThat(read(new Filter(new CaseRef("HV-22222222"), null, null, null))).isEmpty();
    assertThat(read(Filter.NONE)).noneMatch(line -> line.contains(one.value()));
    assertThat(read(Filter.NONE)).anyMatch(line -> line.contains(two.value()));
  }

  @Test
  void shouldGoOnWhereItStopped_andWriteEachReadDown() {
    // given
    for (int i = 0; i < 7; i++) {
      haven.get(CaseFiles.class).find(ALEX, two);
    }
    var filter = new Filter(two, null, null, null);

    // when
    var seen = new ArrayList<AuditLog.Line>();
    Long next = null;
    int pages = 0;
    do {
      AuditLog.Slice slice = log.read(AUDREY, filter, next, 3);
      seen.addAll(slice.lines());
      next = slice.next();
      pages++;
    } while (next != null);

    // then the eight rows of the case, and the reads of this very walk besides
    assertThat(seen).filteredOn(l -> !l.action().equals("read-trail")).hasSize(8);
    assertThat(
            haven
                .db
                .sql(
                    "select count(*) from audit_entry where action = 'read-trail' and who ="
                        + " 'audrey'")
                .query(Integer.class)
                .single())
        .isEqualTo(pages);
  }

  @Test
  void shouldRefuseWhoeverIsNoAuditor() {
    assertThatThrownBy(() -> log.read(ALEX, Filter.NONE, null, 10))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> log.actions(ALEX)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldKeepWhatAVerificationFound() {
    haven.get(AuditTrail.class).chain();
    haven.get(AuditCheckpoints.class).sign();
    haven.get(AuditTrail.class).chain();
    var verifications = haven.get(AuditVerifications.class);
    assertThat(verifications.verify("system").holds()).isTrue();
    assertThat(verifications.last().orElseThrow().problem()).isNull();
    haven.owner().sql("alter table audit_entry disable trigger all").update();
    haven.owner().sql("update audit_entry set details = '{}' where id = 1").update();
    assertThat(verifications.verify("system").holds()).isFalse();
    assertThat(verifications.last().orElseThrow().problem())
        .isEqualTo("Row 1 of the trail was changed after it was written.");
  }

  @Test
  void shouldChainAllOrNothing_whenItIsCutOffBeforeTheEndIsSigned() {
    // given that the end cannot be kept
    haven.get(AuditTrail.class).chain();
    haven.aCase();
    haven
        .owner()
        .sql("alter table audit_head add constraint cut_off check (seq < 0) not valid")
        .update();
    var schedule =
        new AuditSchedule(
            haven.get(AuditTrail.class),
            haven.get(AuditCheckpoints.class),
            haven.get(AuditVerifications.class));

    // when
    assertThatThrownBy(schedule::chain).isInstanceOf(DataIntegrityViolationException.class);

    // then it goes on as if nothing had been, and finds nothing broken
    assertThat(haven.get(AuditTrail.class).verify().holds()).isTrue();
    haven.owner().sql("alter table audit_head drop constraint cut_off").update();
    schedule.chain();
    assertThat(haven.get(AuditTrail.class).verify().problem()).isNull();
    assertThat(haven.get(AuditTrail.class).verify().waiting()).isZero();
  }

  @Test
  void shouldSignEachDay_andNameTheOneBefore() {
    var checkpoints = haven.get(AuditCheckpoints.class);
    haven.get(AuditTrail.class).chain();
    checkpoints.whenDue();
    checkpoints.whenDue();
    assertThat(checkpoints.last().orElseThrow().number()).isEqualTo(1);
    haven.clock.move(Duration.ofDays(1));
    checkpoints.whenDue();
    assertThat(checkpoints.last().orElseThrow().number()).isEqualTo(2);
    assertThat(
            haven
                .db
                .sql("select text from audit_checkpoint where number = 2")
                .query(String.class)
                .single())
        .contains("\nbefore ")
        .doesNotContain("before none");
    assertThat(haven.get(AuditTrail.class).verify().problem()).isNull();
  }
}
