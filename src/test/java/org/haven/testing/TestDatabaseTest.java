package org.haven.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class TestDatabaseTest {
  @Test
  void shouldGiveAMigratedDatabase_whenAsked() {
    var db = JdbcClient.create(TestDatabase.fresh());
    assertThat(db.sql("select count(*) from staff").query(Integer.class).single()).isZero();
  }

  @Test
  void shouldGiveTheRightsOfTheApplication_andTheOwnersOnlyWhenAsked() {
    var db = JdbcClient.create(TestDatabase.fresh());
    var byAddress = JdbcClient.create(TestDatabase.at(TestDatabase.freshUrl()));
    String who = "select current_user";
    assertThat(db.sql(who).query(String.class).single()).isEqualTo("haven_app");
    assertThat(byAddress.sql(who).query(String.class).single()).isEqualTo("haven_app");
    assertThat(TestDatabase.owner(db).sql(who).query(String.class).single()).isEqualTo("postgres");
  }
}
