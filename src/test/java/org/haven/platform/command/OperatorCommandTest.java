package org.haven.platform.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.haven.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What an operator reads from the exit code. */
class OperatorCommandTest {
  private final String url = TestDatabase.freshUrl();
  private final JdbcClient db = JdbcClient.create(TestDatabase.ownerAt(url));

  private int run(OperatorCommand command, String... more) {
    var arguments =
        new ArrayList<>(
            List.of(
                command == OperatorCommand.VERIFY_AUDIT ? "verify-audit" : "wrap-keys",
                "--spring.datasource.url=" + url,
                "--spring.datasource.username=postgres",
                "--spring.datasource.password=postgres",
                "--spring.flyway.enabled=false",
                "--haven.local.enabled=false"));
    arguments.addAll(List.of(more));
    String[] all = arguments.toArray(String[]::new);
    assertThat(OperatorCommand.of(all)).contains(command);
    return command.run(all);
  }

  private static final String ANOTHER =
      "--haven.sealing.key=//ECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
  private static final String KEY =
      "--haven.sealing.key=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

  @Test
  void shouldEndWithAnErrorCode_onlyWhenTheTrailDoesNotHold() {
    assertThat(OperatorCommand.of("--server.port=1")).isEmpty();
    db.sql(
            "insert into audit_entry (at, who, action, details)"
                + " select now(), 'maya', 'read-case', '{}' from generate_series(1, 3)")
        .update();
    assertThat(run(OperatorCommand.VERIFY_AUDIT, KEY)).isEqualTo(OperatorCommand.DONE);
    db.sql("alter table audit_entry disable trigger all").update();
    db.sql("delete from audit_unchained").update();
    assertThat(run(OperatorCommand.VERIFY_AUDIT, KEY)).isEqualTo(OperatorCommand.NOT_AS_IT_SHOULD);
    assertThat(run(OperatorCommand.VERIFY_AUDIT, ANOTHER)).isEqualTo(OperatorCommand.COULD_NOT);
    assertThat(run(OperatorCommand.WRAP_KEYS, KEY)).isEqualTo(OperatorCommand.DONE);
  }
}
