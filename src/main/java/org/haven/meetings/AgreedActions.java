package org.haven.meetings;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.haven.casefile.AddressVault;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.NoSuchCaseException;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.Team;
import org.haven.platform.sealing.Sealed;
import org.haven.platform.sealing.Sealing;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Actions as they are agreed. They become tasks when the meeting is recorded; from then on the
 * record has them.
 */
@Service
public class AgreedActions {
  /** In characters, as the forms take it in which a meeting is recorded. */
  public static final int LONGEST = 2_000;

  /** How many one case may have at one meeting. Status: Local default. */
  public static final int MOST = 50;

  private static final String ENTITY = "agreed-action";

  private final JdbcClient db;
  private final Sealing sealing;
  private final CaseAccess access;
  private final AddressVault vault;
  private final Audit audit;
  private final Clock clock;

  AgreedActions(
      JdbcClient db,
      Sealing sealing,
      CaseAccess access,
      AddressVault vault,
      Audit audit,
      Clock clock) {
    this.db = db;
    this.sealing = sealing;
    this.access = access;
    this.vault = vault;
    this.audit = audit;
    this.clock = clock;
  }

  /** An action that is agreed and not on record yet. */
  public record Agreed(UUID id, Team owner, LocalDate dueOn, Sealed what) {}

  /** What became of one. */
  public enum Added {
    KEPT,
    CLOSED,
    TOO_MANY,
    NAMES_VAULT
  }

  /**
   * Keeps an action; the same page sent again keeps it once.
   *
   * @param id the page's mark
   * @throws NoSuchCaseException if the person may not work on the case
   */
  @Transactional
  public Added add(
      ActingPerson who, AgendaItem item, UUID id, Team owner, LocalDate dueOn, String what) {
    require(who, item);
    if (vault.isNamedIn(item.caseRef(), what)) {
      return Added.NAMES_VAULT;
    }
    if (!open(item)) {
      return Added.CLOSED;
    }
    int there =
        db.sql("select count(*) from sitting_action where item_id = ? and action_id <> ?")
            .params(item.id(), id)
            .query(Integer.class)
            .single();
    if (there >= MOST) {
      return Added.TOO_MANY;
    }
    int first =
        db.sql(
                """
                insert into sitting_action (action_id, item_id, case_ref, owner_team, due_on,
                  sealed, at, by)
                values (?, ?, ?, ?, ?, ?::jsonb, ?, ?) on conflict (action_id) do nothing
                """)
            .params(
                id,
                item.id(),
                item.caseRef().value(),
                owner.code(),
                dueOn,
                sealing.sealAll(item.caseRef(), ENTITY, id.toString(), Map.of("what", what)),
                Timestamp.from(clock.instant()),
                who.username())
            .update();
    if (first > 0) {
      audit.record(who, "agree-action", item.caseRef(), Map.of("action", id.toString()));
    }
    return Added.KEPT;
  }

  /**
   * Takes an action off again, as long as the meeting is not on record.
   *
   * @throws NoSuchCaseException if the person may not work on the case
   */
  @Transactional
  public void remove(ActingPerson who, AgendaItem item, UUID id) {
    require(who, item);
    if (open(item)
        && db.sql("delete from sitting_action where action_id = ? and item_id = ?")
                .params(id, item.id())
                .update()
            > 0) {
      audit.record(who, "drop-action", item.caseRef(), Map.of("action", id.toString()));
    }
  }

  /** May the person add actions and take them off? */
  public boolean mayAct(ActingPerson who, AgendaItem item) {
    return access.mayWork(who, item.caseRef());
  }

  private void require(ActingPerson who, AgendaItem item) {
    if (!mayAct(who, item)) {
      throw new NoSuchCaseException();
    }
  }

  private boolean open(AgendaItem item) {
    return db.sql(
            "select left_at is null and meeting_id is null from sitting_item"
                + " where item_id = ? for update")
        .param(item.id())
        .query(Boolean.class)
        .single();
  }

  /**
   * In the order in which they were agreed; the reading is audited.
   *
   * @throws NoSuchCaseException if the person may not open the case
   */
  @Transactional
  public List<Agreed> of(ActingPerson who, AgendaItem item) {
    access.require(who, item.caseRef());
    List<Agreed> actions =
        db.sql(
                "select action_id, owner_team, due_on, sealed::text as sealed from sitting_action"
                    + " where item_id = ? order by seq")
            .param(item.id())
            .query(
                (rs, _) ->
                    new Agreed(
                        rs.getObject("action_id", UUID.class),
                        Team.of(rs.getString("owner_team")),
                        rs.getObject("due_on", LocalDate.class),
                        sealing
                            .openAll(
                                item.caseRef(),
                                ENTITY,
                                rs.getString("action_id"),
                                rs.getString("sealed"))
                            .text("what")
                            .orElse(new Sealed(""))))
            .list();
    if (!actions.isEmpty()) {
      audit.record(who, "read-agreed-actions", item.caseRef(), Map.of("count", actions.size()));
    }
    return actions;
  }
}
