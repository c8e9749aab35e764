package org.haven.casefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.haven.testing.TestCasefile.ALEX;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Role;
import org.haven.platform.Team;
import org.haven.testing.TestCasefile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorksOrdersTest {
  private static final ActingPerson MIA =
      new ActingPerson(
          "mia", "Mia Maintenance", Set.of(Role.OFFICER), Set.of(Team.HOUSING_MAINTENANCE));
  private static final Code LOCKS = new Code("change-locks");

  private final TestCasefile haven = TestCasefile.fresh();
  private final WorksOrders orders = haven.get(WorksOrders.class);
  private final CaseRef caseRef =
      haven
          .get(CaseFiles.class)
          .open(
              new NewCase(
                  new Code("phone"), haven.clock.instant(), "alex", Team.HOUSING_SOLUTIONS, false),
              By.of(ALEX));
  private final JourneyId journey = new JourneyId("JO-2222222222");

  @AfterEach
  void stop() {
    haven.close();
  }

  private String order(@Nullable String address, long step) {
    return orders.create(caseRef, journey, null, address, List.of(LOCKS), null, step).value();
  }

  private String exported() {
    var out = new ByteArrayOutputStream();
    orders.export(MIA, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private WorksOrders.FeedReport feed(String... lines) {
    return orders.importFeed(
        new ByteArrayInputStream(
            ("worksOrderId,completedOn,outcome\n" + String.join("\n", lines))
                .getBytes(StandardCharsets.UTF_8)),
        MIA);
  }

  @Test
  void shouldOrderOnceAndExportOnce_withoutNameOrCause() {
    // given
    String id = order("=1 Fictional Row, Maidstone", 5);
    assertThat(order("=1 Fictional Row, Maidstone", 5)).isEqualTo(id);
    assertThat(orders.waiting()).isEqualTo(1);

    // when
    String file = exported();

    // then
    assertThat(file.lines().toList())
        .containsExactly(
            "worksOrderId,contractor,tenancyRef,address,jobs,from,to",
            id
                + ",repairs-contractor,,\"'=1 Fictional Row, Maidstone\",change-locks,"
                + "2026-11-16,2026-11-23");
    assertThat(file).doesNotContain(caseRef.value());
    assertThat(exported().lines().toList()).hasSize(1);
    assertThat(haven.db.sql("select sealed::text from works_order").query(String.class).single())
        .doesNotContain("Fictional");
  }

  @Test
  void shouldMoveTheJourneyOnOnce_whenTheFeedSaysItIsDone() {
    // given
    String id = order(null, 5);

    // when
    var report =
        feed(
            id + ",2026-11-16,completed",
            id + ",2026-11-16,completed",
            "WO-2222222222,2026-11-16,completed",
            id + ",2026-12-24,completed",
            id + ",16/11/2026,completed",
            id + ",2026-11-16,perhaps",
            id);

    // then
    assertThat(report.taken()).isEqualTo(1);
    assertThat(report.known()).isEqualTo(1);
    assertThat(report.faults())
        .extracting(WorksOrders.Fault::line)
        .containsExactly(4L, 5L, 6L, 7L, 8L);
    assertThat(haven.said("works-completed"))
        .singleElement()
        .satisfies(
            said -> {
              assertThat(said.key()).isEqualTo(id);
              assertThat(said.told())
                  .isEqualTo(
                      Map.of(
                          "answer",
                          new Code("completed"),
                          "completedOn",
                          LocalDate.of(2026, 11, 16)));
            });
    assertThat(orders.complete(id, new Code("completed"), null, By.of(ALEX))).isFalse();
  }

  @Test
  void shouldGiveNoOrder_whenTheContractorIsConflicted() {
    haven
        .get(Conflicts.class)
        .add(
            caseRef,
            WorksOrders.conflictName("repairs-contractor"),
            new Code("related"),
            By.of(ALEX));
    order(null, 5);
    assertThat(orders.of(ALEX, caseRef))
        .singleElement()
        .satisfies(
            order -> {
              assertThat(order.status()).isEqualTo(new Code("withheld"));
              assertThat(order.contractor()).isNull();
            });
    assertThat(exported().lines().toList()).hasSize(1);
  }

  @Test
  void shouldRefuseFilesFromOthers() {
    assertThatThrownBy(() -> orders.export(ALEX, new ByteArrayOutputStream()))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () -> orders.importFeed(new ByteArrayInputStream("a,b\n1,2\n".getBytes()), MIA))
        .isInstanceOf(RegisterFileException.class);
  }
}
