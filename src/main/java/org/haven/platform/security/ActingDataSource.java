package org.haven.platform.security;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.haven.platform.ActingPerson;
import org.haven.platform.CurrentPerson;
import org.haven.platform.EveryCase;
import org.postgresql.jdbc.PgConnection;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Tells the database for whom a connection works, before its first statement: the person whose page
 * is being made, or the procedure itself. The policies on the rows of a case ask for it, and a
 * connection that was told nothing sees none.
 */
class ActingDataSource extends DelegatingDataSource {
  private final CurrentPerson current;
  private final Supplier<Clock> clock;

  /** What each connection of the pool was told last; most are told the same again. */
  private final Map<Connection, String> told = Collections.synchronizedMap(new WeakHashMap<>());

  ActingDataSource(DataSource pool, CurrentPerson current, Supplier<Clock> clock) {
    super(pool);
    this.current = current;
    this.clock = clock;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = super.getConnection();
    try {
      tell(connection);
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private void tell(Connection connection) throws SQLException {
    String who =
        EveryCase.isLookedAt()
            ? EveryCase.SYSTEM
            : current.find().map(ActingPerson::username).orElse(EveryCase.SYSTEM);
    // a look through broken glass ends by the minute
    String now =
        who.equals(EveryCase.SYSTEM)
            ? ""
            : clock.get().instant().truncatedTo(ChronoUnit.MINUTES).toString();
    Connection physical = connection.unwrap(PgConnection.class);
    String all = who + ' ' + now;
    if (all.equals(told.get(physical))) {
      return;
    }
    told.remove(physical);
    try (var statement =
        connection.prepareStatement(
            "select set_config('haven.acting', ?, false), set_config('haven.now', ?, false)")) {
      statement.setString(1, who);
      statement.setString(2, now);
      statement.execute();
    }
    told.put(physical, all);
  }
}
