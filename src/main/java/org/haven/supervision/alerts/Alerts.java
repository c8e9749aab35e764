package org.haven.supervision.alerts;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.Role;
import org.haven.platform.StaffDirectory;
import org.haven.platform.Team;
import org.haven.supervision.SupervisionBoard;
import org.haven.tasks.Notices;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The alerts that supervisors write. Whoever wrote one changes it, and supervisors among the
 * service managers do (local value); whoever is told by it sees it. To everybody else there is
 * none.
 */
@Service
public class Alerts {
  /** As many as one person has; each is counted every minute. Local default. */
  public static final int MOST = 30;

  private static final int EVENTS = 50;

  private final AlertRows rows;
  private final StaffDirectory staff;
  private final Notices notices;
  private final Audit audit;
  private final Clock clock;

  Alerts(AlertRows rows, StaffDirectory staff, Notices notices, Audit audit, Clock clock) {
    this.rows = rows;
    this.staff = staff;
    this.notices = notices;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * A rule as one person sees it.
   *
   * @param mayChange whether that person may change it
   * @param told whether that person is told by it
   * @param firedNow it has fired for that person and is not over
   * @param events what that person was told by it, the newest first
   */
  public record Seen(
      AlertRule rule, boolean mayChange, boolean told, boolean firedNow, List<AlertEvent> events) {}

  /** What became of a wish. */
  public enum Outcome {
    DONE,
    /** There is none, or none for this person. */
    GONE,
    /** Somebody changed it meanwhile. */
    CHANGED_MEANWHILE,
    /** The person has as many as one may have. */
    TOO_MANY
  }

  /**
   * Those that the person may see.
   *
   * @throws SupervisionBoard.NotAllowedException if the person is no supervisor
   */
  public List<Seen> of(ActingPerson who) {
    SupervisionBoard.requireSupervisor(who);
    return rows.all().stream()
        .filter(rule -> mayKnow(who, rule))
        .map(rule -> seen(who, rule))
        .toList();
  }

  public Optional<Seen> find(ActingPerson who, UUID id) {
    SupervisionBoard.requireSupervisor(who);
    return rows.find(id).filter(rule -> mayKnow(who, rule)).map(rule -> seen(who, rule));
  }

  private Seen seen(ActingPerson who, AlertRule rule) {
    return new Seen(
        rule,
        mayChange(who, rule),
        recipients(rule).stream().anyMatch(one -> one.username().equals(who.username())),
        rows.state(rule.id(), who.username()).filter(state -> state.firedAt() != null).isPresent(),
        rows.events(rule.id(), who.username(), EVENTS));
  }

  private boolean mayKnow(ActingPerson who, AlertRule rule) {
    return mayChange(who, rule)
        || recipients(rule).stream().anyMatch(one -> one.username().equals(who.username()));
  }

  private static boolean mayChange(ActingPerson who, AlertRule rule) {
    return rule.owner().equals(who.username()) || who.supervises(Team.SERVICE_MANAGER);
  }

  /** Who may be told of figures: supervisors who may see cases at all, by name. */
  public List<ActingPerson> candidates() {
    return staff.all().stream().filter(Alerts::mayBeTold).toList();
  }

  private static boolean mayBeTold(ActingPerson who) {
    return who.has(Role.SUPERVISOR) && who.worksCases();
  }

  /** Who is told by a rule as the staff are now. */
  List<ActingPerson> recipients(AlertRule rule) {
    Set<String> names = new TreeSet<>();
    Optional<ActingPerson> owner = staff.find(rule.owner()).filter(Alerts::mayBeTold);
    switch (rule.recipients()) {
      case ME -> owner.ifPresent(one -> names.add(one.username()));
      case TEAMS ->
          owner.ifPresent(
              one ->
                  one.teams().stream()
                      .flatMap(team -> staff.supervisorsOf(team).stream())
                      .forEach(person -> names.add(person.username())));
      case NAMED -> names.addAll(rule.named());
    }
    return names.stream()
        .flatMap(name -> staff.find(name).stream())
        .filter(Alerts::mayBeTold)
        .toList();
  }

  /** Writes a rule; one of the same id is written once. */
  @Transactional
  public Outcome create(ActingPerson who, AlertRule rule) {
    SupervisionBoard.requireSupervisor(who);
    if (rows.find(rule.id()).isPresent()) {
      return rows.find(rule.id()).filter(one -> one.owner().equals(who.username())).isPresent()
          ? Outcome.DONE
          : Outcome.GONE;
    }
    if (rows.owned(who.username()) >= MOST) {
      return Outcome.TOO_MANY;
    }
    if (rows.insert(rule, clock.instant())) {
      note(who, "create-alert", rule);
    }
    return Outcome.DONE;
  }

  /**
   * Changes a rule; what it was before is forgotten, and it may fire anew.
   *
   * @param rule with the version that the person saw
   */
  @Transactional
  public Outcome change(ActingPerson who, AlertRule rule) {
    SupervisionBoard.requireSupervisor(who);
    Optional<AlertRule> before = rows.lock(rule.id()).filter(one -> mayChange(who, one));
    if (before.isEmpty()) {
      return Outcome.GONE;
    }
    AlertRule now = before.get();
    if (same(now, rule)) {
      return Outcome.DONE;
    }
    if (now.version() != rule.version()) {
      return Outcome.CHANGED_MEANWHILE;
    }
    rows.update(rule, clock.instant());
    forget(rule.id());
    note(who, "change-alert", rule);
    return Outcome.DONE;
  }

  private static boolean same(AlertRule one, AlertRule other) {
    return one.equals(withVersion(other, one.version()));
  }

  private static AlertRule withVersion(AlertRule rule, int version) {
    return new AlertRule(
        rule.id(),
        rule.owner(),
        rule.measure(),
        rule.amount(),
        rule.processId(),
        rule.team(),
        rule.slaKey(),
        rule.above(),
        rule.threshold(),
        rule.minutes(),
        rule.recipients(),
        rule.named(),
        rule.mail(),
        rule.quiet(),
        rule.urgent(),
        rule.active(),
        version);
  }

  /** Switches a rule on or off; as it is already changes nothing. */
  @Transactional
  public Outcome turn(ActingPerson who, UUID id, boolean on) {
    SupervisionBoard.requireSupervisor(who);
    Optional<AlertRule> rule = rows.lock(id).filter(one -> mayChange(who, one));
    if (rule.isEmpty()) {
      return Outcome.GONE;
    }
    if (rule.get().active() != on) {
      AlertRule r = rule.get();
      rows.update(
          new AlertRule(
              r.id(),
              r.owner(),
              r.measure(),
              r.amount(),
              r.processId(),
              r.team(),
              r.slaKey(),
              r.above(),
              r.threshold(),
              r.minutes(),
              r.recipients(),
              r.named(),
              r.mail(),
              r.quiet(),
              r.urgent(),
              on,
              r.version()),
          clock.instant());
      forget(id);
      note(who, on ? "switch-on-alert" : "switch-off-alert", r);
    }
    return Outcome.DONE;
  }

  /** Deletes a rule with all that it told. */
  @Transactional
  public Outcome delete(ActingPerson who, UUID id) {
    SupervisionBoard.requireSupervisor(who);
    Optional<AlertRule> rule = rows.lock(id).filter(one -> mayChange(who, one));
    if (rule.isEmpty()) {
      return Outcome.GONE;
    }
    forget(id);
    rows.delete(id);
    note(who, "delete-alert", rule.get());
    return Outcome.DONE;
  }

  private void forget(UUID id) {
    rows.forget(id);
    notices.settleAlert(id);
  }

  private void note(ActingPerson who, String action, AlertRule rule) {
    audit.record(
        who, action, null, Map.of("alert", rule.id().toString(), "measure", rule.measure().code()));
  }
}
