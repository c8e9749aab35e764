package org.haven.platform.security;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Slows down guessing. Failures are counted in the database, so that a second application node is
 * no second chance; a name is counted per address as well, so that a stranger elsewhere does not
 * lock an officer out with a few tries.
 */
@Component
class SignInThrottle {
  static final Duration WINDOW = Duration.ofMinutes(15);
  static final int PER_NAME_AND_ADDRESS = 5;
  static final int PER_NAME = 20;
  static final int PER_ADDRESS = 50;

  private final JdbcClient db;
  private final Clock clock;

  SignInThrottle(JdbcClient db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  boolean tooMany(String username, String address) {
    return db.sql(
            """
            select count(*) filter (where username = :username and address = :address) >= :both
                or count(*) filter (where username = :username) >= :name
                or count(*) filter (where address = :address) >= :address_limit
            from sign_in_failure
            where at > :since and (username = :username or address = :address)
            """)
        .param("username", username)
        .param("address", address)
        .param("both", PER_NAME_AND_ADDRESS)
        .param("name", PER_NAME)
        .param("address_limit", PER_ADDRESS)
        .param("since", since())
        .query(Boolean.class)
        .single();
  }

  void failed(String username, String address) {
    db.sql("delete from sign_in_failure where at <= ?").param(since()).update();
    db.sql("insert into sign_in_failure (username, address, at) values (?, ?, ?)")
        .params(username, address, clock.instant().atOffset(ZoneOffset.UTC))
        .update();
  }

  void succeeded(String username, String address) {
    db.sql("delete from sign_in_failure where username = ? and address = ?")
        .params(username, address)
        .update();
  }

  private java.time.OffsetDateTime since() {
    return clock.instant().minus(WINDOW).atOffset(ZoneOffset.UTC);
  }
}
