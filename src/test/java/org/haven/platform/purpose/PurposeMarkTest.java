package org.haven.platform.purpose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.haven.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.env.MockEnvironment;

/** A record for training and one of real people are never opened by the wrong Haven. */
class PurposeMarkTest {
  private final PGSimpleDataSource source = new PGSimpleDataSource();
  private final JdbcClient db = JdbcClient.create(source);

  PurposeMarkTest() {
    source.setUrl(TestDatabase.emptyUrl());
    source.setUser("postgres");
  }

  private FluentConfiguration tables(PurposeMark mark) {
    return Flyway.configure()
        .dataSource(source)
        .locations(
            mark == PurposeMark.RECORD
                ? new String[] {"classpath:db/migration", "classpath:db/keys"}
                : new String[] {"classpath:db/keys"})
        .outOfOrder(true);
  }

  private void start(PurposeMark mark, Purpose purpose) {
    mark.migrate(tables(mark).load(), purpose);
  }

  private static Purpose other(Purpose purpose) {
    return purpose == Purpose.REAL ? Purpose.TRAINING : Purpose.REAL;
  }

  @ParameterizedTest
  @EnumSource(Purpose.class)
  void shouldOpenToItsOwnKindAlone_afterTheFirstStart(Purpose purpose) {
    // given
    start(PurposeMark.RECORD, purpose);
    start(PurposeMark.RECORD, purpose);
    // then
    assertThatThrownBy(() -> start(PurposeMark.RECORD, other(purpose)))
        .isInstanceOf(WrongPurposeException.class)
        .hasMessageContaining(purpose.words())
        .hasMessageContaining("Nothing was changed");
    assertThatThrownBy(() -> PurposeMark.RECORD.ask(source, other(purpose)))
        .isInstanceOf(WrongPurposeException.class);
    assertThat(db.sql("select purpose from record_purpose").query(String.class).list())
        .containsExactly(purpose.code());
  }

  @Test
  void shouldKeepTrainingOff_whenTheRecordIsFromBeforeThisWasAsked() {
    // given
    tables(PurposeMark.RECORD).target("20261123.0500").load().migrate();
    int before = tablesThere();
    // then
    assertThatThrownBy(() -> start(PurposeMark.RECORD, Purpose.TRAINING))
        .isInstanceOf(WrongPurposeException.class)
        .hasMessageContaining("a record of real people");
    assertThat(tablesThere()).isEqualTo(before);
    // and whoever works there goes on
    start(PurposeMark.RECORD, Purpose.REAL);
  }

  private int tablesThere() {
    return db.sql("select count(*) from pg_tables where schemaname not like 'pg_%'")
        .query(Integer.class)
        .single();
  }

  @Test
  void shouldTakeItsWorkForReal_whenTablesAreRenewedBehindHavensBack() {
    // given
    tables(PurposeMark.RECORD).target("20261123.0500").load().migrate();
    db.sql(
            "insert into staff (username, display_name, roles, teams) values ('a.b', 'A', '{}',"
                + " '{}')")
        .update();
    // when
    tables(PurposeMark.RECORD).load().migrate();
    // then
    assertThatThrownBy(() -> start(PurposeMark.RECORD, Purpose.TRAINING))
        .isInstanceOf(WrongPurposeException.class);
  }

  @Test
  void shouldStay_whateverIsTried() {
    start(PurposeMark.RECORD, Purpose.REAL);
    for (String sql :
        List.of(
            "update record_purpose set purpose = 'training'",
            "delete from record_purpose",
            "truncate record_purpose cascade",
            "insert into record_purpose (purpose) values ('training')",
            "insert into training_move (token, from_at, to_at, ahead_ms, moved_by)"
                + " values (gen_random_uuid(), now(), now() + interval '1 day', 1, 'a')")) {
      assertThatThrownBy(() -> db.sql(sql).update())
          .as(sql)
          .isInstanceOf(DataAccessException.class);
    }
  }

  @Test
  void shouldKeepKeysOfRealPeopleFromATraining() {
    start(PurposeMark.KEY_STORE, Purpose.REAL);
    assertThatThrownBy(() -> start(PurposeMark.KEY_STORE, Purpose.TRAINING))
        .isInstanceOf(WrongPurposeException.class)
        .hasMessageStartingWith("The key store (haven.sealing.store.url)");
  }

  @Test
  void shouldSayWhatToDo_whenTheStartStops() {
    var wrong = new WrongPurposeException("The database is another's.", "Name another.");
    var analysis =
        Objects.requireNonNull(
            new WrongPurposeFailureAnalyzer().analyze(new IllegalStateException(wrong)));
    assertThat(analysis.getDescription()).isEqualTo("The database is another's.");
    assertThat(analysis.getAction()).isEqualTo("Name another.");
    var environment = new MockEnvironment();
    assertThat(Purpose.of(environment)).isEqualTo(Purpose.REAL);
    environment.setActiveProfiles("outside", "training");
    assertThat(Purpose.of(environment)).isEqualTo(Purpose.TRAINING);
  }
}
