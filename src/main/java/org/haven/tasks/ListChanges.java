package org.haven.tasks;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.haven.platform.Team;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Service;

/**
 * Says when lists of a team's tasks have changed, whichever node changed them, and never of what.
 * It listens at the database while somebody wants to know, and holds one connection for it.
 */
@Service
public class ListChanges implements DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(ListChanges.class);
  private static final Duration LISTENED = Duration.ofSeconds(1);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final DataSource database;
  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private final Object guard = new Object();
  private @Nullable Thread listener;
  private volatile boolean ended;

  ListChanges(DataSource database) {
    this.database = database;
  }

  /** Somebody who wants to know, until closed. */
  public final class Watch implements AutoCloseable {
    private final Set<String> teams;
    private final Runnable changed;

    private Watch(Set<String> teams, Runnable changed) {
      this.teams = teams;
      this.changed = changed;
    }

    @Override
    public void close() {
      watches.remove(this);
    }
  }

  /**
   * @param changed called by the listening thread whenever a list of one of these teams may have
   *     changed: it returns at once
   */
  public Watch watch(Collection<Team> teams, Runnable changed) {
    var watch = new Watch(teams.stream().map(Team::code).collect(Collectors.toSet()), changed);
    watches.add(watch);
    synchronized (guard) {
      if (listener == null && !ended) {
        listener =
            Thread.ofPlatform().daemon().name("task-list-changes").start(this::listenWhileAsked);
      }
    }
    return watch;
  }

  private void listenWhileAsked() {
    Duration pause = FIRST_PAUSE;
    while (!ended) {
      try (Connection connection = database.getConnection()) {
        listen(connection);
        pause = FIRST_PAUSE;
      } catch (SQLException e) {
        // the pages look by themselves every now and then meanwhile
        if (!ended) {
          LOG.atWarn()
              .addKeyValue("cause", String.valueOf(e.getSQLState()))
              .log("Changes of task lists are not heard: the database does not answer");
        }
        pause = pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
      }
      synchronized (guard) {
        if (ended || watches.isEmpty()) {
          listener = null;
          return;
        }
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void listen(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("listen haven_tasks");
      // what changed before it was listened for
      watches.forEach(watch -> watch.changed.run());
      var notices = connection.unwrap(PGConnection.class);
      while (!ended && !watches.isEmpty()) {
        PGNotification[] heard = notices.getNotifications((int) LISTENED.toMillis());
        if (heard != null && heard.length > 0) {
          var teams = new HashSet<String>();
          for (PGNotification one : heard) {
            teams.add(one.getParameter());
          }
          tell(teams);
        }
      }
      statement.execute("unlisten haven_tasks");
    }
  }

  private void tell(Set<String> teams) {
    for (Watch watch : watches) {
      if (watch.teams.stream().anyMatch(teams::contains)) {
        watch.changed.run();
      }
    }
  }

  @Override
  public void destroy() {
    ended = true;
    synchronized (guard) {
      if (listener != null) {
        listener.interrupt();
      }
    }
  }
}
