package org.haven.benchmark;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.haven.platform.CaseRef;
import org.haven.platform.Team;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A tasklist as a large council has it: many open tasks of all teams, and 300 officers. */
final class CrowdedList {
  static final List<String> JOURNEYS =
      List.of(
          "report-domestic-abuse",
          "assess-risk",
          "refer-to-marac",
          "management-transfer",
          "sanctuary-scheme",
          "homelessness-application",
          "support-plan",
          "case-review",
          "complaint");

  private static final int OFFICERS = 300;
  private static final int CASES = 30_000;

  private CrowdedList() {}

  /**
   * Puts them in, and says how long it took. The officers are officer1 to officer300, with the
   * password of the seeded staff; every tenth is a supervisor too.
   *
   * @param owner of the tables
   * @param journeys whose tasks they are, in turn
   */
  static void fill(JdbcClient owner, int tasks, List<String> journeys) {
    long from = System.nanoTime();
    var random = new Random(7);
    var refs = new String[CASES];
    for (int i = 0; i < CASES; i++) {
      refs[i] = CaseRef.next(random).value();
    }
    String[] teams = Arrays.stream(Team.values()).map(Team::code).toArray(String[]::new);
    owner
        .sql(
            """
            insert into staff (username, display_name, roles, teams, password)
            select 'officer' || i, 'Officer ' || i,
              case when i % 10 = 0 then '{OFFICER,SUPERVISOR}' else '{OFFICER}' end::text[],
              array[(:teams::text[])[1 + i % cardinality(:teams::text[])]],
              (select password from staff where username = 'maya.okafor')
            from generate_series(1, :officers) i
            """)
        .param("teams", teams)
        .param("officers", OFFICERS)
        .update();
    owner
        .sql(
            """
            insert into case_file (case_ref, status, channel, reported_at, lead_team, opened_by,
              created_at)
            select r, 'open', 'phone', now(), 'housing-solutions', 'system', now()
            from unnest(:refs::text[]) r on conflict do nothing
            """)
        .param("refs", refs)
        .update();
    owner
        .sql(
            """
            insert into case_fact (case_ref, name, value, at, by)
            select r, 'riskLevel', to_jsonb((array['high','medium','standard','standard'])[1 + n % 4]),
              now(), 'system'
            from unnest(:refs::text[]) with ordinality x(r, n) where n % 5 <> 0
            """)
        .param("refs", refs)
        .update();
    owner
        .sql(
            """
            insert into safe_contact (id, case_ref, contact_allowed, has_method, sealed, checked_at,
              checked_by)
            select gen_random_uuid(), r, true, true, '{}'::jsonb, now() - n % 60 * interval '1 day', 'system'
            from unnest(:refs::text[]) with ordinality x(r, n) where n % 4 <> 0
            """)
        .param("refs", refs)
        .update();
    // row by row the triggers would take minutes: what they keep in step is put in at once
    List<String> listed = List.of("task", "task_claim", "case_conflict", "task_open");
    listed.forEach(table -> triggers(owner, table, "disable"));
    owner
        .sql(
            """
            insert into task (element_instance_key, user_task_key, process_instance_key,
              process_definition_key, process_id, process_version, element_id, title, why,
              policy_clause, case_ref, journey_id, team, for_supervisor, follows_lead, form_id,
              sla_key, outcomes, reaches_her, status, opened_at, warn_at, due_at)
            select i, i, i, 1, (:journeys::text[])[1 + i / 7 % cardinality(:journeys::text[])], 1, 'Task_Do',
              'Hold first conversation', 'Why this is asked.', '7.1',
              (:refs::text[])[1 + i % cardinality(:refs::text[])], 'journey-' || i,
              (:teams::text[])[1 + i % cardinality(:teams::text[])], i % 20 = 0, true,
              'task-outcome', 'firstContact', '{done}', i % 3 = 1, 'OPEN', now(),
              now() + (i * 37 % 2000 - 400) * interval '1 hour',
              now() + (i * 37 % 2000 - 380) * interval '1 hour'
            from generate_series(10000000, 10000000 + :tasks - 1) i
            """)
        .param("refs", refs)
        .param("teams", teams)
        .param("journeys", journeys.toArray(String[]::new))
        .param("tasks", tasks)
        .update();
    owner
        .sql(
            "insert into case_team (case_ref, team, why, since)"
                + " select distinct case_ref, team, 'task', now() from task on conflict do nothing")
        .update();
    // a third is claimed, each by an officer of its team
    owner
        .sql(
            """
            with member as (
              select team, username, row_number() over (partition by team order by username) - 1 as n,
                count(*) over (partition by team) as of
              from staff, unnest(teams) team where username like 'officer%')
            insert into task_claim (element_instance_key, assignee, claimed_at)
            select t.element_instance_key, m.username, now() - interval '1 day'
            from task t join member m on m.team = t.team and m.n = t.element_instance_key / 3 % m.of
            where t.element_instance_key % 3 = 0 and not t.for_supervisor
            """)
        .update();
    owner
        .sql(
            """
            insert into case_conflict (case_ref, username, why, at, by)
            select r, 'officer' || (1 + n % 300), 'declared', now(), 'system'
            from unnest(:refs::text[]) with ordinality x(r, n) where n % 3 = 0
            """)
        .param("refs", refs)
        .update();
    owner
        .sql(
            """
            insert into task_open (element_instance_key, case_ref, team, for_supervisor, process_id,
              due_at, assignee, level)
            select t.element_instance_key, t.case_ref, t.team, t.for_supervisor, t.process_id,
              t.due_at, case when h.username is null then c.assignee end, r.level
            from task t left join task_claim c using (element_instance_key)
              left join case_risk r on r.case_ref = t.case_ref
              left join case_conflict h on h.case_ref = t.case_ref and h.username = c.assignee
            """)
        .update();
    listed.forEach(table -> triggers(owner, table, "enable"));
    owner.sql("vacuum analyze").update();
    System.out.printf(
        "BENCHMARK tasklist: %,d open tasks, %d officers, put in in %.0f s%n",
        tasks, OFFICERS, (System.nanoTime() - from) / 1e9);
  }

  /** As they were: the tables of these triggers have them on always, or as usual. */
  private static void triggers(JdbcClient owner, String table, String what) {
    List<String> names =
        owner
            .sql(
                "select tgname from pg_trigger where tgrelid = ?::regclass and not tgisinternal"
                    + " and tgname ~ '^(task|claim|risk)_(re|un)?listed$|^claims_of|_told'")
            .param(table)
            .query(String.class)
            .list();
    for (String name : names) {
      String how = what.equals("enable") && name.endsWith("listed") ? "enable always" : what;
      owner.sql("alter table " + table + " " + how + " trigger " + name).update();
    }
  }
}
