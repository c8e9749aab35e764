package org.haven.supervision.alerts;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.haven.platform.ActingPerson;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.tasks.NoticeKind;
import org.haven.tasks.Notices;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Looks at all rules each minute. A rule fires once for somebody, and again only after it was right
 * in between; in quiet hours it waits, and fires after them if it is still so.
 */
@Component
class AlertWatch {
  private static final Logger LOG = LoggerFactory.getLogger(AlertWatch.class);

  /** Local default: what was told is kept so long. */
  private static final int MONTHS_KEPT = 13;

  private final AlertRows rows;
  private final Alerts alerts;
  private final AlertFigures figures;
  private final Notices notices;
  private final Clock clock;
  private final TransactionTemplate transaction;

  AlertWatch(
      AlertRows rows,
      Alerts alerts,
      AlertFigures figures,
      Notices notices,
      Clock clock,
      PlatformTransactionManager transactions) {
    this.rows = rows;
    this.alerts = alerts;
    this.figures = figures;
    this.notices = notices;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
  }

  @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT50S")
  void turn() {
    for (UUID id : rows.all().stream().map(AlertRule::id).toList()) {
      try {
        transaction.executeWithoutResult(_ -> look(id));
      } catch (DataAccessException e) {
        // one that cannot be counted does not hold up the others
        LOG.atWarn().addKeyValue("alert", id).setCause(e).log("An alert could not be looked at");
      }
    }
  }

  @Scheduled(cron = "0 40 3 * * *", zone = "Europe/London")
  void clear() {
    rows.clear(
        ZonedDateTime.ofInstant(clock.instant(), WorkingCalendar.LONDON)
            .minusMonths(MONTHS_KEPT)
            .toInstant());
  }

  /** On several nodes one of them looks; whoever changes the rule waits. */
  private void look(UUID id) {
    if (!rows.lock()) {
      return;
    }
    AlertRule rule = rows.lock(id).filter(AlertRule::active).orElse(null);
    if (rule == null) {
      return;
    }
    Instant now = clock.instant();
    Set<String> told = new HashSet<>();
    for (ActingPerson who : alerts.recipients(rule)) {
      told.add(who.username());
      look(rule, who.username(), figures.of(who, rule, now), now);
    }
    // who is told by it no more
    rows.known(id).stream()
        .filter(name -> !told.contains(name))
        .forEach(name -> rows.ends(id, name));
  }

  private void look(AlertRule rule, String username, @Nullable Double figure, Instant now) {
    AlertRows.State state = rows.state(rule.id(), username).orElse(null);
    if (!rule.holds(figure)) {
      if (state != null) {
        rows.ends(rule.id(), username);
        if (state.firedAt() != null) {
          rows.note(rule.id(), username, false, figure, now);
          notices.alertOver(username, rule.id());
        }
      }
      return;
    }
    if (state == null) {
      rows.begins(rule.id(), username, now);
      state = new AlertRows.State(now, null);
    }
    boolean longEnough =
        Duration.between(state.since(), now).compareTo(Duration.ofMinutes(rule.minutes())) >= 0;
    if (state.firedAt() == null && longEnough && (rule.urgent() || !rule.quiet().at(now))) {
      rows.fired(rule.id(), username, now);
      rows.note(rule.id(), username, true, figure, now);
      notices.tellOfAlert(
          username,
          rule.urgent() ? NoticeKind.ALERT_URGENT : NoticeKind.ALERT,
          rule.id(),
          rule.mail());
    }
  }
}
