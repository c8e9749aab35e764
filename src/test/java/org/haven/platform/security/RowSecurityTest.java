package org.haven.platform.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.haven.casefile.By;
import org.haven.casefile.Conflicts;
import org.haven.casefile.People;
import org.haven.casefile.PersonKind;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.EveryCase;
import org.haven.platform.Role;
import org.haven.platform.Team;
import org.haven.testing.TestCasefile;
import org.haven.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class RowSecurityTest {
  /** Who is kept from what, and the trail: read by the rules themselves. */
  private static final Set<String> WITHOUT =
      Set.of(
          "audit_entry",
          "case_conflict",
          "case_counterpart",
          "case_team",
          "case_worker",
          "tenancy_vault");

  /** Who people are, where they are and what they told. */
  private static final Set<String> TOLD_IN_CONFIDENCE =
      Set.of(
          "address_vault",
          "bundle",
          "bundle_check",
          "case_correction",
          "case_note",
          "case_print",
          "document",
          "first_conversation",
          "form_record",
          "incident",
          "journey_note",
          "marac_minutes",
          "person",
          "person_change",
          "record_decision",
          "record_export",
          "record_export_again",
          "record_export_fetch",
          "risk_answers",
          "risk_judgement",
          "safe_contact",
          "safety_plan",
          "sealed_piece",
          "supervisor_act",
          "sitting_action",
          "sitting_minutes",
          "sitting_minutes_reveal",
          "task_draft",
          "task_note",
          "task_question");

  private final TestCasefile casefile = TestCasefile.fresh();
  private final AtomicReference<ActingPerson> signedIn = new AtomicReference<>();
  private HikariDataSource pool;
  private JdbcClient db;
  private TransactionTemplate transaction;
  private CaseRef caseRef;

  @BeforeEach
  void aCaseWithAPerson() {
    caseRef = casefile.aCase();
    casefile
        .get(People.class)
        .add(caseRef, PersonKind.VICTIM, Map.of("name", "Wren Example"), By.of(TestCasefile.ALEX));
    for (ActingPerson person :
        List.of(TestCasefile.ALEX, TestCasefile.SAM, TestCasefile.TERRY, TestCasefile.AUDREY)) {
      casefile
          .db
          .sql(
              "insert into staff (username, display_name, roles, teams) values (?, ?, ?::text[],"
                  + " ?::text[])")
          .params(
              person.username(),
              person.displayName(),
              codes(person.roles().stream().map(Role::name).toList()),
              codes(person.teams().stream().map(Team::code).toList()))
          .update();
    }
    var settings = new HikariConfig();
    settings.setDataSource(asToldNothing());
    settings.setMaximumPoolSize(1);
    pool = new HikariDataSource(settings);
    DataSource acting =
        new ActingDataSource(pool, () -> Optional.ofNullable(signedIn.get()), () -> casefile.clock);
    db = JdbcClient.create(acting);
    transaction = new TransactionTemplate(new JdbcTransactionManager(acting));
  }

  @AfterEach
  void closed() {
    pool.close();
  }

  @Test
  void aConnectionThatWasToldNothingSeesNoRowOfACase() {
    var told = JdbcClient.create(asToldNothing());
    assertThat(told.sql("select count(*) from case_file").query(Integer.class).single()).isZero();
    assertThat(told.sql("select count(*) from person").query(Integer.class).single()).isZero();
  }

  @Test
  void theProcedureItselfSeesEveryCase() {
    assertThat(cases()).isEqualTo(1);
    assertThat(persons()).isEqualTo(1);
  }

  @Test
  void whoMayOpenTheCaseSeesItsPeopleAndOthersDoNot() {
    signedIn.set(TestCasefile.ALEX);
    assertThat(persons()).isEqualTo(1);

    for (ActingPerson other : List.of(TestCasefile.TERRY, TestCasefile.AUDREY)) {
      signedIn.set(other);
      assertThat(persons()).as(other.username()).isZero();
    }
  }

  @Test
  void whoOnceTookTheReportSeesThemUntilALeadIsNamed() {
    casefile.db.sql("update case_file set lead_team = null").update();
    casefile.db.sql("delete from case_team").update();
    signedIn.set(TestCasefile.ALEX);
    assertThat(persons()).isEqualTo(1);

    casefile.db.sql("update case_file set lead_team = 'tenancy-services'").update();
    assertThat(persons()).isZero();
  }

  @Test
  void aLookThroughBrokenGlassEndsByTheApplicationsClock() {
    signedIn.set(TestCasefile.TERRY);
    casefile
        .db
        .sql(
            "insert into break_glass (id, case_ref, username, sealed, at, until) values"
                + " (gen_random_uuid(), ?, 'terry', '{}', ?, ?)")
        .params(
            caseRef.value(),
            java.sql.Timestamp.from(casefile.clock.instant()),
            java.sql.Timestamp.from(casefile.clock.instant().plusSeconds(3600)))
        .update();
    assertThat(persons()).isEqualTo(1);

    casefile.clock.move(java.time.Duration.ofMinutes(61));
    assertThat(persons()).isZero();
  }

  @Test
  void forAConflictedPersonTheCaseDoesNotExist() {
    casefile
        .get(Conflicts.class)
        .add(caseRef, "alex", new Code("neighbour"), By.of(TestCasefile.SAM));
    signedIn.set(TestCasefile.ALEX);
    assertThat(cases()).isZero();
    assertThat(persons()).isZero();
    assertThat(db.sql("select count(*) from timeline").query(Integer.class).single()).isZero();
    assertThat(db.sql("update case_file set status = status").update()).isZero();
    assertThat(db.sql("delete from timeline").update()).isZero();

    // the next page on the same connection is somebody else's
    signedIn.set(TestCasefile.SAM);
    assertThat(cases()).isEqualTo(1);
    signedIn.set(null);
    assertThat(cases()).isEqualTo(1);
  }

  @Test
  void whoeverIsKeptFromOneOfTwoCasesSeesNoRowThatNamesIt() {
    CaseRef part = casefile.aCase();
    casefile
        .db
        .sql(
            "insert into case_join (join_id, case_ref, part, sealed, part_status, at, by)"
                + " values ('CJ-1', ?, ?, '{}', 'open', now(), 'sam')")
        .params(caseRef.value(), part.value())
        .update();
    signedIn.set(TestCasefile.ALEX);
    assertThat(db.sql("select count(*) from case_join").query(Integer.class).single()).isOne();

    casefile.get(Conflicts.class).add(part, "alex", new Code("neighbour"), By.of(TestCasefile.SAM));
    assertThat(cases()).isEqualTo(1);
    assertThat(db.sql("select count(*) from case_join").query(Integer.class).single()).isZero();
  }

  @Test
  void whatClosesTheCaseToSomebodyClosesItAfterTheirWorkIsKept() {
    signedIn.set(TestCasefile.ALEX);
    transaction.executeWithoutResult(
        _ -> {
          db.sql(
                  "insert into case_conflict (case_ref, username, why, at, by)"
                      + " values (?, 'alex', 'same-name', now(), 'system')")
              .param(caseRef.value())
              .update();
          assertThat(db.sql("update case_file set status = status").update()).isEqualTo(1);
        });
    assertThat(cases()).isZero();
  }

  @Test
  void aLookAtEveryCaseEndsWithTheLook() {
    signedIn.set(TestCasefile.AUDREY);
    assertThat(EveryCase.look(db, this::persons)).isEqualTo(1);
    assertThat(persons()).isZero();

    transaction.executeWithoutResult(
        _ -> {
          assertThat(persons()).isZero();
          assertThat(EveryCase.look(db, this::persons)).isEqualTo(1);
          assertThat(persons()).isZero();
        });
    assertThatThrownBy(
            () ->
                transaction.executeWithoutResult(
                    _ ->
                        EveryCase.look(
                            db,
                            () -> {
                              throw new IllegalStateException("in the middle");
                            })))
        .hasMessage("in the middle");
    assertThat(persons()).isZero();
  }

  @Test
  void aContractorSeesTheOrdersOfTheFirmAndNoOtherRow() {
    // given an order of the firm, and one of another
    order("WO-2222222222", "repairs-contractor", "ordered");
    order("WO-3333333333", "night-locksmith", "ordered");
    order("WO-4444444444", "repairs-contractor", "withheld");
    casefile
        .db
        .sql(
            "insert into staff (username, display_name, roles, teams, firm) values ('lee', 'Lee',"
                + " '{CONTRACTOR}', '{}', 'repairs-contractor')")
        .update();
    signedIn.set(TestCasefile.LEE);

    // then
    assertThat(ordersSeen()).containsExactly("WO-2222222222");
    assertThat(cases()).isZero();
    assertThat(persons()).isZero();
    for (String table :
        casefile
            .db
            .sql(
                "select distinct tablename from pg_policies where schemaname = 'public' and"
                    + " tablename <> 'works_order'")
            .query(String.class)
            .list()) {
      assertThat(db.sql("select count(*) from " + table).query(Integer.class).single())
          .as(table)
          .isZero();
    }
    assertThat(db.sql("update works_order set status = status").update()).isZero();
    assertThat(db.sql("delete from works_order").update()).isZero();

    // and none of a case that the firm, or the person, is kept from
    casefile
        .get(Conflicts.class)
        .add(caseRef, "contractor.repairs-contractor", new Code("related"), By.SYSTEM);
    order("WO-5555555555", "repairs-contractor", "ordered");
    assertThat(ordersSeen()).isEmpty();
    casefile.db.sql("delete from case_conflict").update();
    assertThat(ordersSeen()).contains("WO-5555555555");
    casefile.get(Conflicts.class).add(caseRef, "lee", new Code("related"), By.SYSTEM);
    order("WO-6666666666", "repairs-contractor", "ordered");
    assertThat(ordersSeen()).isEmpty();
  }

  @Test
  void nobodyIsOfAContractorAndOfTheStaff() {
    for (String values :
        List.of(
            "'{CONTRACTOR,OFFICER}', '{}', 'repairs-contractor'",
            "'{CONTRACTOR}', '{housing-solutions}', 'repairs-contractor'",
            "'{CONTRACTOR}', '{}', null",
            "'{OFFICER}', '{}', 'repairs-contractor'")) {
      assertThatThrownBy(
              () ->
                  casefile
                      .db
                      .sql(
                          "insert into staff (username, display_name, roles, teams, firm) values"
                              + " ('both', 'Both', "
                              + values
                              + ")")
                      .update())
          .as(values)
          .hasMessageContaining("staff_contractor_alone");
    }
  }

  private void order(String id, String firm, String status) {
    casefile
        .db
        .sql(
            """
            insert into works_order (works_order_id, case_ref, journey_id, jobs, ready_from,
              ready_to, sealed, status, contractor, ordered_at, by, element_instance_key)
            values (?, ?, 'JO-2222222222', '{door}', current_date, current_date, '{}', ?, ?, now(),
              'system', ?)
            """)
        .params(id, caseRef.value(), status, firm, (long) id.hashCode())
        .update();
  }

  private List<String> ordersSeen() {
    return db.sql("select works_order_id from works_order order by 1").query(String.class).list();
  }

  @Test
  void everyTableOfACaseHasItsPolicies() {
    List<String> without =
        casefile
            .db
            .sql(
                """
                select c.table_name from information_schema.columns c
                join information_schema.tables b using (table_schema, table_name)
                where c.table_schema = 'public' and c.column_name = 'case_ref'
                  and b.table_type = 'BASE TABLE'
                  and not exists (select 1 from pg_policies p
                    where p.tablename = c.table_name and p.policyname = 'of_the_case')
                """)
            .query(String.class)
            .list();
    assertThat(without)
        .as("the migration of a new table with rows of a case calls keep_from_conflicted")
        .containsExactlyInAnyOrderElementsOf(WITHOUT);
    assertThat(
            casefile
                .db
                .sql(
                    "select distinct tablename from pg_policies where tablename not in (select"
                        + " tablename from pg_policies where policyname in ('of_no_contractor',"
                        + " 'of_its_contractor'))")
                .query(String.class)
                .list())
        .as("contractors see the orders of their firm alone")
        .isEmpty();
    assertThat(
            casefile
                .db
                .sql("select tablename from pg_policies where policyname = 'of_those_who_work_it'")
                .query(String.class)
                .list())
        .containsExactlyInAnyOrderElementsOf(TOLD_IN_CONFIDENCE);
    assertThat(
            casefile
                .db
                .sql(
                    "select relname from pg_class where relname in"
                        + " (select tablename from pg_policies) and not relrowsecurity")
                .query(String.class)
                .list())
        .isEmpty();
    assertThat(
            casefile
                .db
                .sql("select rolbypassrls or rolsuper from pg_roles where rolname = current_user")
                .query(Boolean.class)
                .single())
        .as("the application is bound by the policies")
        .isFalse();
  }

  private DataSource asToldNothing() {
    return TestDatabase.toldNothing(casefile.db);
  }

  private int cases() {
    return db.sql("select count(*) from case_file").query(Integer.class).single();
  }

  private int persons() {
    return db.sql("select count(*) from person").query(Integer.class).single();
  }

  private static String codes(List<String> values) {
    return "{" + String.join(",", values) + "}";
  }
}
