package org.haven.tasks;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.haven.casefile.CaseAccess;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** What staff are told inside Haven. Nobody on a case's conflict list is told anything of it. */
@Service
public class Notices {
  private static final int SHOWN = 100;

  private final JdbcClient db;
  private final Clock clock;

  Notices(JdbcClient db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  /**
   * Tells each of these people once: the same kind about the same task again changes nothing, nor
   * does the same about the case while the first is unread.
   *
   * @param usernames those on the case's conflict list are left out
   */
  public void tell(
      Collection<String> usernames, NoticeKind kind, CaseRef caseRef, @Nullable Long taskId) {
    if (usernames.isEmpty()) {
      return;
    }
    db.sql(
            """
            insert into notice (username, kind, case_ref, task_id, at)
            select distinct u.name, :kind, :case, :task::bigint, :at::timestamptz
            from unnest(:users::text[]) u(name)
            where not exists (select 1 from case_conflict cc
                              where cc.case_ref = :case and cc.username = u.name)
            on conflict do nothing
            """)
        .param("users", usernames.toArray(String[]::new))
        .param("kind", kind.name())
        .param("case", caseRef.value())
        .param("task", taskId)
        .param("at", TaskRows.sql(clock.instant()))
        .update();
  }

  /** Tells these people of a task, also where they were told so before and have read it. */
  void tellAgain(Collection<String> usernames, NoticeKind kind, CaseRef caseRef, long taskId) {
    db.sql(
            """
            insert into notice (username, kind, case_ref, task_id, at)
            select distinct u.name, :kind, :case, :task::bigint, :at::timestamptz
            from unnest(:users::text[]) u(name)
            where not exists (select 1 from case_conflict cc
                              where cc.case_ref = :case and cc.username = u.name)
            on conflict (username, kind, task_id) where task_id is not null
              do update set read_at = null, at = excluded.at,
                mailed_at = case when notice.read_at is null then notice.mailed_at end
            """)
        .param("users", usernames.toArray(String[]::new))
        .param("kind", kind.name())
        .param("case", caseRef.value())
        .param("task", taskId)
        .param("at", TaskRows.sql(clock.instant()))
        .update();
  }

  /** Tells these people of something that is about no case; not again while it is unread. */
  public void alert(Collection<String> usernames, NoticeKind kind) {
    if (usernames.isEmpty()) {
      return;
    }
    db.sql(
            """
            insert into notice (username, kind, at)
            select distinct u.name, :kind, :at::timestamptz from unnest(:users::text[]) u(name)
            where not exists (select 1 from notice n where n.username = u.name and n.kind = :kind
                                and n.case_ref is null and n.read_at is null)
            """)
        .param("users", usernames.toArray(String[]::new))
        .param("kind", kind.name())
        .param("at", TaskRows.sql(clock.instant()))
        .update();
  }

  /**
   * Tells somebody that an alert has fired; not again while it is unread.
   *
   * @param mail also by e-mail, which says no more than that a notice waits
   */
  public void tellOfAlert(String username, NoticeKind kind, UUID alert, boolean mail) {
    Object now = TaskRows.sql(clock.instant());
    db.sql(
            """
            insert into notice (username, kind, alert_id, at, mailed_at)
            values (:user, :kind, :alert, :at,
              case when :mail then null else cast(:at as timestamptz) end)
            on conflict (username, kind, alert_id) where alert_id is not null and read_at is null
              do nothing
            """)
        .param("user", username)
        .param("kind", kind.name())
        .param("alert", alert)
        .param("at", now)
        .param("mail", mail)
        .update();
  }

  /** What an alert told somebody is over: they read that in its place, in the page alone. */
  public void alertOver(String username, UUID alert) {
    db.sql("update notice set read_at = ? where alert_id = ? and username = ? and read_at is null")
        .params(TaskRows.sql(clock.instant()), alert, username)
        .update();
    tellOfAlert(username, NoticeKind.ALERT_OVER, alert, false);
  }

  /** What an alert told anybody is settled: it was changed, switched off or deleted. */
  public void settleAlert(UUID alert) {
    db.sql("update notice set read_at = ? where alert_id = ? and read_at is null")
        .params(TaskRows.sql(clock.instant()), alert)
        .update();
  }

  /** What the case's notices of this kind told is settled: nobody need read them any more. */
  void settle(NoticeKind kind, CaseRef caseRef) {
    db.sql("update notice set read_at = ? where kind = ? and case_ref = ? and read_at is null")
        .params(TaskRows.sql(clock.instant()), kind.name(), caseRef.value())
        .update();
  }

  /** What this person was told of a task is settled: they need not read it any more. */
  void settle(NoticeKind kind, String username, long taskId) {
    db.sql(
            "update notice set read_at = ? where kind = ? and username = ? and task_id = ?"
                + " and read_at is null")
        .params(TaskRows.sql(clock.instant()), kind.name(), username, taskId)
        .update();
  }

  /**
   * What is to be done at once, then newest first, a hundred at most; none of a case that has been
   * closed to the person since.
   */
  public List<NoticeView> unread(ActingPerson who) {
    return db.sql(
            """
            select n.id, n.kind, n.case_ref, n.task_id, t.title, n.at
            from notice n left join task t on t.element_instance_key = n.task_id
            where n.username = :acting and n.read_at is null and
            """
                + CaseAccess.NOT_CONFLICTED.formatted("n.case_ref")
                + " order by (n.kind = 'AT_ONCE') desc, n.id desc limit "
                + SHOWN)
        .param("acting", who.username())
        .query(
            (row, _) ->
                new NoticeView(
                    row.getLong("id"),
                    NoticeKind.valueOf(row.getString("kind")),
                    caseRef(row.getString("case_ref")),
                    row.getObject("task_id", Long.class),
                    row.getString("title"),
                    TaskRows.instant(row, "at")))
        .list();
  }

  private static @Nullable CaseRef caseRef(@Nullable String text) {
    return text == null ? null : new CaseRef(text);
  }

  /** Only the person's own notice; another's, or none, changes nothing. */
  public void markRead(ActingPerson who, long noticeId) {
    db.sql("update notice set read_at = ? where id = ? and username = ? and read_at is null")
        .params(TaskRows.sql(clock.instant()), noticeId, who.username())
        .update();
  }
}
