package org.haven.casefile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.haven.platform.CaseRef;
import org.haven.platform.sealing.Sealing;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the case record itself holds of her. Left out of every list: the address vault, how she is
 * reached and who must not know, the safeguarding log and its journey, minutes, the monitoring of
 * equality, and what was done about requests for records.
 */
@Configuration(proxyBeanMethods = false)
class HeldOfCase {
  /** Of these journeys nothing is given: the one protects others, the other is about asking. */
  private static final String GIVEN =
      """
       not exists (select 1 from journey j where j.journey_id = %s.journey_id
         and j.process_id in ('safeguarding-referral', 'record-request'))
      """;

  private final JdbcClient db;
  private final Sealing sealing;

  HeldOfCase(JdbcClient db, Sealing sealing) {
    this.db = db;
    this.sealing = sealing;
  }

  @Bean
  HeldRecords heldForms() {
    return new HeldRows(
        db,
        sealing,
        "form",
        FormRecords.ENTITY,
        """
        select f.id::text as ref, f.id::text as row_id, f.form_id as what, f.element_id as step,
          f.at, false as from_another, f.routing::text as facts, f.sealed::text as sealed,
          array(select e.key from jsonb_each_text(f.entities) e
            where e.value ~ '^(AddressVault|SafeContact)([.]|$)' or e.value like '%.unsafeToTell'
              or (f.form_id = 'record-marac-meeting' and e.value = 'Meeting.minutes')) as hidden
        from form_record f
        where f.case_ref = :case and not exists (
          select 1 from jsonb_each_text(f.entities) e where e.value ~ '^SafeguardingLog([.]|$)') and
        """
            + GIVEN.formatted("f"));
  }

  @Bean
  HeldRecords heldNotes() {
    return new HeldRows(
        db,
        sealing,
        "note",
        "journey-note",
        """
        select n.id::text as ref, n.id::text as row_id, 'task-outcome' as what,
          n.element_id as step, n.at, false as from_another,
          jsonb_strip_nulls(jsonb_build_object('outcome', n.outcome, 'nextOn', n.next_on))::text
            as facts, n.sealed::text as sealed, array[]::text[] as hidden
        from journey_note n
        where n.case_ref = :case and (n.outcome is not null or n.sealed <> '{}'::jsonb) and
        """
            + GIVEN.formatted("n"));
  }

  @Bean
  HeldRecords heldIncidents() {
    return new HeldRows(
        db,
        sealing,
        "incident",
        "incident",
        """
        select i.incident_id as ref, i.incident_id as row_id, 'incident' as what,
          null::text as step, i.at, exists (select 1 from report r
            where r.incident_id = i.incident_id and r.reporter_kind <> 'survivor') as from_another,
          jsonb_strip_nulls(jsonb_build_object('on', i.on_date, 'kinds', i.kinds,
            'childPresent', lower(i.child_present)))::text as facts,
          i.sealed::text as sealed, array[]::text[] as hidden
        from incident i where i.case_ref = :case
        """);
  }

  @Bean
  HeldRecords heldParticulars() {
    return new HeldRows(
        db,
        sealing,
        "particulars",
        People.ENTITY,
        """
        select distinct on (p.person_ref) p.person_ref || '.' || p.version as ref,
          p.person_ref || '.' || p.version as row_id, 'particulars' as what, null::text as step,
          p.at, false as from_another, '{}' as facts, p.sealed::text as sealed,
          array[]::text[] as hidden
        from person p where p.case_ref = :case and p.kind = 'victim'
        order by p.person_ref, p.version desc
        """);
  }

  @Bean
  HeldRecords heldSafetyPlans() {
    return new HeldRows(
        db,
        sealing,
        "safety-plan",
        "safety-plan",
        """
        select s.id::text as ref, s.id::text as row_id, 'safety-plan' as what, null::text as step,
          s.at, false as from_another,
          jsonb_strip_nulls(jsonb_build_object('reviewOn', s.review_on))::text as facts,
          s.sealed::text as sealed, array[]::text[] as hidden
        from safety_plan s where s.case_ref = :case
        """);
  }

  @Bean
  HeldRecords heldSharing() {
    return new HeldRows(
        db,
        sealing,
        "sharing",
        "sharing",
        """
        select s.id::text as ref, s.id::text as row_id, s.purpose as what, null::text as step, s.at,
          false as from_another, jsonb_strip_nulls(jsonb_build_object('purpose', s.purpose,
            'consent', s.consent, 'basis', s.basis))::text as facts,
          s.sealed::text as sealed, array[]::text[] as hidden
        from sharing_ledger s where s.case_ref = :case
        """);
  }

  @Bean
  HeldRecords heldDecisions() {
    return new HeldRows(
        db,
        sealing,
        "decision",
        "decision",
        """
        select d.row_id::text as ref, d.row_id::text as row_id, d.decision_table as what,
          null::text as step, d.at, false as from_another,
          jsonb_build_object('advice', d.advice, 'decided', d.decided,
            'effectiveOn', d.effective_on)::text as facts,
          d.sealed::text as sealed, array[]::text[] as hidden
        from case_decision d where d.case_ref = :case and d.decision_table <> 'safeguardingRoute'
          and (d.journey_id is null or
        """
            + GIVEN.formatted("d")
            + ")");
  }

  @Bean
  HeldRecords heldAgencyAnswers() {
    return new HeldRows(
        db,
        sealing,
        "agency-answer",
        "late-answer",
        """
        select a.id::text as ref, a.id::text as row_id, coalesce(a.agency, 'agency') as what,
          null::text as step, a.at, true as from_another, '{}' as facts, a.sealed::text as sealed,
          array[]::text[] as hidden
        from late_answer a where a.case_ref = :case
        """);
  }

  @Bean
  HeldRecords heldActions() {
    return new HeldRows(
        db,
        sealing,
        "action",
        "meeting-action",
        """
        select a.action_id as ref, a.action_id as row_id, 'action' as what, null::text as step,
          a.at, false as from_another, jsonb_strip_nulls(jsonb_build_object('status', a.status,
            'dueOn', a.due_on))::text as facts,
          a.sealed::text as sealed, array[]::text[] as hidden
        from meeting_action a where a.case_ref = :case
        """);
  }

  /** What happened, line by line, up to the moment at which it was listed. */
  @Bean
  HeldRecords heldTimeline(Timeline timeline, CaseGroups groups) {
    return new SoFar("timeline", "timeline") {
      @Override
      List<Piece> pieces(CaseRef caseRef, long upTo) {
        Set<String> kept =
            Set.copyOf(
                db.sql(
                        "select j.journey_id from journey j where j.case_ref = ? and j.process_id"
                            + " in ('safeguarding-referral', 'record-request')")
                    .param(caseRef.value())
                    .query(String.class)
                    .list());
        List<CaseRef> one = groups.members(caseRef);
        return timeline.unaudited(caseRef).stream()
            .filter(entry -> entry.id() <= upTo)
            .filter(entry -> entry.journeyId() == null || !kept.contains(entry.journeyId().value()))
            // the reference of a case that turned out to be somebody else's is not hers
            .filter(entry -> !entry.kind().equals("join") || one.contains(other(entry)))
            .sorted(java.util.Comparator.comparing(TimelineEntry::id))
            .map(entry -> new Piece(entry.textKey(), entry, false))
            .toList();
      }
    };
  }

  private static CaseRef other(TimelineEntry joined) {
    return new CaseRef(String.valueOf(joined.details().get("case")));
  }

  /** What her case is routed by, as it was when it was listed. */
  @Bean
  HeldRecords heldFacts() {
    return new SoFar("facts", "case_fact") {
      @Override
      List<Piece> pieces(CaseRef caseRef, long upTo) {
        var pieces = new ArrayList<Piece>();
        Rows.map(
                db.sql(
                        """
                        select coalesce(jsonb_object_agg(name, value), '{}'::jsonb)::text from (
                          select distinct on (name) name, value from case_fact
                          where case_ref = ? and id <= ? order by name, id desc) as latest
                        """)
                    .params(caseRef.value(), upTo)
                    .query(String.class)
                    .single())
            .forEach(
                (name, value) -> {
                  if (value != null && !value.equals("unknown")) {
                    pieces.add(new Piece(name, value, false));
                  }
                });
        return pieces;
      }
    };
  }

  /** Rows that are read as one record; its reference is the last of them. */
  private abstract class SoFar implements HeldRecords {
    private final String kind;
    private final String table;

    SoFar(String kind, String table) {
      this.kind = kind;
      this.table = table;
    }

    abstract List<Piece> pieces(CaseRef caseRef, long upTo);

    @Override
    public String kind() {
      return kind;
    }

    private record Last(long id, Instant at) {}

    @Override
    public List<Head> list(CaseRef caseRef, About about) {
      if (about == About.OTHER_PARTY) {
        return List.of();
      }
      return last(caseRef, Long.MAX_VALUE).stream()
          .map(last -> new Head(String.valueOf(last.id()), kind, last.at()))
          .toList();
    }

    @Override
    public Optional<Held> open(CaseRef caseRef, String ref) {
      if (!ref.matches("\\d{1,18}")) {
        return Optional.empty();
      }
      long upTo = Long.parseLong(ref);
      return last(caseRef, upTo)
          .map(last -> new Held(kind, null, last.at(), false, pieces(caseRef, upTo), Set.of()));
    }

    private Optional<Last> last(CaseRef caseRef, long upTo) {
      return db.sql(
              "select id, at from "
                  + table
                  + " where case_ref = ? and id <= ? order by id desc limit 1")
          .params(caseRef.value(), upTo)
          .query((rs, _) -> new Last(rs.getLong("id"), Rows.at(rs, "at")))
          .optional();
    }
  }
}
