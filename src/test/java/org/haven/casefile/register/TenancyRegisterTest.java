package org.haven.casefile.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.haven.testing.TestCasefile.ALEX;
import static org.haven.testing.TestCasefile.SAM;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.haven.casefile.AddressVault;
import org.haven.casefile.By;
import org.haven.casefile.CaseDisposal;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseStatus;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class TenancyRegisterTest {
  private static final String HEADER = String.join(",", TenancyRegister.columns());
  private final TestCasefile haven = TestCasefile.fresh();
  private final TenancyRegister register = haven.get(TenancyRegister.class);
  private final HomesInVault homes = haven.get(HomesInVault.class);

  @AfterEach
  void stop() {
    haven.close();
  }

  private static String row(int n) {
    return "T-%06d,%d,%d Sample Row,,Sampleton,ME14 1AA,council-tenant,secure-lifetime,joint,2019-04-01,monday,,\"Sample, Maya; Sample, Noor\""
        .formatted(n, 10_000_000 + n, n);
  }

  private static InputStream file(String... rows) {
    return new ByteArrayInputStream(
        (HEADER + "\r\n" + String.join("\r\n", rows) + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  private String refused(UUID id) {
    var out = new ByteArrayOutputStream();
    assertThat(register.writeRefused(SAM, id, out)).isTrue();
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void shouldFindATenancy_whenItsRowWasGood() {
    var report = register.importCsv(file(row(1), row(2)), SAM, ImportProgress.NONE);
    assertThat(report.added()).isEqualTo(2);
    assertThat(register.find(ALEX, "T-000001"))
        .hasValueSatisfying(
            t -> {
              assertThat(t.startOn()).isEqualTo(LocalDate.of(2019, 4, 1));
              assertThat(t.fields().values())
                  .containsEntry("tenantNames", "Sample, Maya; Sample, Noor")
                  .containsEntry("address1", "1 Sample Row");
            });
    assertThat(register.atProperty(ALEX, "10000002"))
        .extracting(Tenancy::tenancyRef)
        .containsExactly("T-000002");
    assertThat(
            haven
                .db
                .sql("select string_agg(t::text, '') from tenancy t")
                .query(String.class)
                .single())
        .doesNotContain("Maya", "Sample Row", "ME14", "10000001");
  }

  @Test
  void shouldChangeNothing_whenTheSameFileComesAgain() {
    register.importCsv(file(row(1), row(2)), SAM, ImportProgress.NONE);
    var before = versions();
    haven.clock.move(Duration.ofDays(1));
    var again =
        register.importCsv(
            file(row(1), row(2).replace("joint", "other"), row(3)), SAM, ImportProgress.NONE);
    assertThat(again.unchanged()).isEqualTo(1);
    assertThat(again.changed()).isEqualTo(1);
    assertThat(again.added()).isEqualTo(1);
    assertThat(versions()).startsWith(before.getFirst());
  }

  private List<String> versions() {
    return haven
        .db
        .sql("select xmin::text || sealed::text from tenancy order by tenancy_ref")
        .query(String.class)
        .list();
  }

  @Test
  void shouldSayLineColumnAndCure_whenRowsAreFaulty() {
    var report =
        register.importCsv(
            file(
                row(1),
                row(2).replace("2019-04-01", "31/02/2019").replace("ME14 1AA", "nowhere"),
                row(1),
                "T-9,too,few",
                row(5).replace("5 Sample Row", "=HYPERLINK(1)").replace("joint", "both"),
                row(6).replace("monday", "someday")),
            SAM,
            ImportProgress.NONE);

    assertThat(report.added()).isEqualTo(1);
    assertThat(report.refused()).isEqualTo(5);
    assertThat(report.firstFaults())
        .extracting(ImportReport.Refused::line)
        .containsExactly(3L, 4L, 5L, 6L, 7L);
    assertThat(report.firstFaults().getFirst().expected())
        .contains("postcode: a postcode such as", "startOn: a date such as");
    assertThat(report.firstFaults().get(1).expected()).contains("an earlier line has it too");
    assertThat(report.firstFaults().get(2).expected()).contains("13 cells");
    String csv = refused(report.id());
    assertThat(csv.lines().findFirst()).contains("line,expected," + HEADER);
    assertThat(csv).contains("'=HYPERLINK(1)").contains("31/02/2019");
    assertThat(register.writeRefused(ALEX, report.id(), new ByteArrayOutputStream())).isFalse();
  }

  @Test
  void shouldImportNothing_whenTheFileIsOfAnotherKind() {
    assertThatThrownBy(
            () ->
                register.importCsv(
                    new ByteArrayInputStream("a,b\n1,2\n".getBytes(StandardCharsets.UTF_8)),
                    SAM,
                    ImportProgress.NONE))
        .isInstanceOf(RegisterFileException.class)
        .hasMessageContaining("tenancyRef");
    assertThatThrownBy(
            () ->
                register.importCsv(new ByteArrayInputStream(new byte[0]), SAM, ImportProgress.NONE))
        .isInstanceOf(RegisterFileException.class);
    assertThatThrownBy(() -> register.importCsv(file(row(1)), ALEX, ImportProgress.NONE))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldKeepWhatCameBefore_whenAQuoteNeverCloses() {
    var rows = new ArrayList<>(IntStream.range(1, 50).mapToObj(TenancyRegisterTest::row).toList());
    rows.add("T-X,\"1,2,3");
    rows.addAll(Collections.nCopies(3000, row(99)));
    var report = register.importCsv(file(rows.toArray(String[]::new)), SAM, ImportProgress.NONE);
    assertThat(report.added()).isEqualTo(49);
    assertThat(report.stoppedAtLine()).isEqualTo(51);
  }

  @Tag("thorough")
  @Test
  void shouldImport99000AndReturnTheOther1000_whenOnePercentIsFaulty() {
    // given
    InputStream file =
        new java.io.SequenceInputStream(
            Collections.enumeration(
                IntStream.rangeClosed(0, 100)
                    .mapToObj(
                        part ->
                            (InputStream)
                                new LazyStream(
                                    () -> part == 0 ? HEADER + "\n" : thousand(part - 1)))
                    .toList()));
    List<Long> told = new ArrayList<>();

    // when
    var report = register.importCsv(file, SAM, (read, _) -> told.add(read));

    // then
    assertThat(report.read()).isEqualTo(100_000);
    assertThat(report.added()).isEqualTo(99_000);
    assertThat(report.refused()).isEqualTo(1_000);
    assertThat(told).hasSizeGreaterThan(50).last().isEqualTo(100_000L);
    assertThat(register.size()).isEqualTo(99_000);
    assertThat(refused(report.id()).lines()).hasSize(1_001);
  }

  private CaseRef aCaseWithHome(String... tenancyRefs) {
    CaseRef caseRef = haven.aCase();
    List.of(tenancyRefs).forEach(ref -> homes.moveToVault(caseRef, ref, By.SYSTEM));
    return caseRef;
  }

  private List<String> inRegister() {
    return haven
        .db
        .sql("select tenancy_ref from tenancy order by tenancy_ref")
        .query(String.class)
        .list();
  }

  @Test
  void shouldKeepHerHomeOutAndReadTheRest_whenHerCaseWasDisposedOf() {
    // given
    register.importCsv(file(row(1)), SAM, ImportProgress.NONE);
    CaseRef caseRef = aCaseWithHome("T-000001");
    CaseFiles cases = haven.get(CaseFiles.class);
    JourneyId review = haven.aJourney(caseRef, "case-review");
    for (CaseStatus next : List.of(CaseStatus.OPEN, CaseStatus.CLOSED, CaseStatus.RETAINED)) {
      cases.status(caseRef, next, By.SYSTEM);
    }
    haven.get(CaseDisposal.class).dispose(caseRef, review, "Task_ApproveDisposal", "retention-");
    assertThat(cases.head(caseRef).status()).isEqualTo(CaseStatus.DISPOSED);

    // when
    String changed = row(1).replace("joint", "sole");
    var report = register.importCsv(file(changed, row(2)), SAM, ImportProgress.NONE);
    var again = register.importCsv(file(changed, row(2)), SAM, ImportProgress.NONE);

    // then
    assertThat(report.changed()).isEqualTo(1);
    assertThat(report.added()).isEqualTo(1);
    assertThat(again.unchanged()).isEqualTo(2);
    assertThat(inRegister()).containsExactly("T-000002");
    assertThat(haven.get(AddressVault.class).holds(caseRef)).isFalse();
  }

  @Test
  void shouldTakeHerHomeOut_whenItStandsInTheRegisterAllTheSame() {
    // given
    aCaseWithHome("T-000001");
    register.importCsv(file(row(1), row(2)), SAM, ImportProgress.NONE);
    haven
        .db
        .sql(
            "insert into tenancy select 'T-000001', uprn_index, tenure, tenancy_type, holding,"
                + " start_on, period_day, in_scheme, sealed, fingerprint, imported_at from tenancy")
        .update();
    assertThat(inRegister()).containsExactly("T-000001", "T-000002");

    // when
    register.importCsv(file(row(1), row(2)), SAM, ImportProgress.NONE);

    // then
    assertThat(inRegister()).containsExactly("T-000002");
  }

  /** Neither sees what the other has not committed yet: one waits for the other. */
  @Test
  void shouldKeepHerHomeOut_whenAFileIsReadWhileItMovesToTheVault() {
    var transaction = new TransactionTemplate(haven.get(PlatformTransactionManager.class));
    var file = new AtomicReference<CompletableFuture<ImportReport>>();
    var caseRef = haven.aCase();

    // when
    transaction.executeWithoutResult(
        _ -> {
          homes.moveToVault(caseRef, "T-000001", By.SYSTEM);
          file.set(
              CompletableFuture.supplyAsync(
                  () -> register.importCsv(file(row(1), row(2)), SAM, ImportProgress.NONE)));
          await()
              .until(
                  () -> Objects.requireNonNull(file.get()).isDone() || haven.isWaitingForALock());
        });

    // then
    assertThat(file.get()).succeedsWithin(Duration.ofSeconds(10));
    assertThat(inRegister()).containsExactly("T-000002");
    assertThat(homes.isSought(caseRef)).isFalse();
    assertThat(haven.get(AddressVault.class).holds(caseRef)).isTrue();
  }

  private static String thousand(int part) {
    var text = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      int n = part * 1000 + i;
      String row = row(n);
      text.append(i % 100 == 7 ? row.replace("2019-04-01", "soon") : row).append('\n');
    }
    return text.toString();
  }

  /** Made when it is read, as a file is. */
  private static final class LazyStream extends InputStream {
    private final java.util.function.Supplier<String> text;
    private byte[] bytes = new byte[0];
    private int at = -1;

    LazyStream(java.util.function.Supplier<String> text) {
      this.text = text;
    }

    @Override
    public int read() {
      if (at < 0) {
        bytes = text.get().getBytes(StandardCharsets.UTF_8);
        at = 0;
      }
      return at < bytes.length ? bytes[at++] & 0xff : -1;
    }
  }
}
