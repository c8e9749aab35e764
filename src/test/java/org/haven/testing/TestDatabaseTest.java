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
}
