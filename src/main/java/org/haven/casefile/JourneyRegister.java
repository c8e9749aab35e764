package org.haven.casefile;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Outbox;
import org.haven.platform.Team;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The journeys of each case: asked for, running, ended. One instance runs per process and key; what
 * is asked for meanwhile is kept on it and starts when it has ended.
 */
@Component
public class JourneyRegister {
  /** How long a broadcast waits, so that it does not reach a later stage of a journey. */
  public static final Duration BROADCAST_TIME_TO_LIVE = Duration.ofSeconds(60);

  /** Journeys whose start message is not named after them. Source: procedure, J1, J16, J18. */
  private static final Map<String, String> START_MESSAGES =
      Map.of(
          "report-domestic-abuse", "domestic-abuse-reported",
          "complaint", "complaint-received",
          "record-request", "record-request-received");

  /**
   * Journeys of which several may run at once for a case, each with a reference of its own, and
   * what that reference is called there. Source: procedure section 3, "All inherit".
   */
  private static final Map<String, String> OWN_REFERENCE =
      Map.of(
          "safeguarding-referral", "concernId",
          "repairs-concern", "concernId",
          "complaint", "complaintId",
          "record-request", "requestId",
          "multi-agency-review", "reviewId");

  private static final String COLUMNS =
      "id, journey_id, process_id, case_ref, parent_id, status, process_instance_key,"
          + " requested_at, requested_by, started_at, ended_at, end_state";

  private final JdbcClient db;
  private final Clock clock;
  private final Outbox outbox;
  private final CaseAccess access;
  private final Timeline timeline;
  private final PolicyFile policyFile;
  private final CaseGroups groups;
  private final ApplicationEventPublisher events;

  JourneyRegister(
      JdbcClient db,
      Clock clock,
      Outbox outbox,
      CaseAccess access,
      Timeline timeline,
      PolicyFile policyFile,
      CaseGroups groups,
      ApplicationEventPublisher events) {
    this.db = db;
    this.clock = clock;
    this.outbox = outbox;
    this.access = access;
    this.timeline = timeline;
    this.policyFile = policyFile;
    this.groups = groups;
    this.events = events;
  }

  public static String startMessage(String processId) {
    return START_MESSAGES.getOrDefault(processId, processId + "-requested");
  }

  /**
   * Asks for a journey of a case, of which one runs at a time: its start message goes out after
   * commit, whether or not such a process is deployed yet. While one is asked for or running, the
   * request is kept on that one.
   *
   * @param facts routing facts that the start message carries besides caseRef and journeyId
   * @return the id of the new journey, or of the one that keeps the request
   * @throws NoSuchCaseException if the case was disposed of
   */
  @Transactional
  public JourneyId request(CaseRef caseRef, String processId, Map<String, ?> facts, By by) {
    if (hasOwnReference(processId)) {
      return requestNew(caseRef, processId, startMessage(processId), facts, by);
    }
    return requestKeyed(caseRef, processId, startMessage(processId), caseRef.value(), facts, by);
  }

  /** True if several of these journeys may run for one case, each with a reference of its own. */
  public static boolean hasOwnReference(String processId) {
    return OWN_REFERENCE.containsKey(processId);
  }

  /**
   * Asks for a journey under a fresh reference, so that it runs beside any other. The journey gets
   * the reference as {@code requestId}, and under the name that it has for it, such as {@code
   * concernId}.
   */
  @Transactional
  public JourneyId requestNew(
      CaseRef caseRef, String processId, String startMessage, Map<String, ?> facts, By by) {
    String reference = Rows.ref("RQ");
    Map<String, Object> told = new LinkedHashMap<>(facts);
    told.put("requestId", reference);
    told.put(OWN_REFERENCE.getOrDefault(processId, "requestId"), reference);
    return requestKeyed(caseRef, processId, startMessage, reference, told, by);
  }

  /**
   * Asks for a journey that has a reference of its own as key (a safeguarding concern, an
   * incident): one runs per reference. With the case reference as key it is {@link #request} by
   * another start message.
   *
   * <p>A review of the policy always stands on the file of the policy. A case that is part of
   * another takes no new journeys of which one runs at a time: the one that leads does.
   *
   * @param ownKey correlation key of the start message
   * @throws NoSuchCaseException if the case was disposed of
   */
  @Transactional
  public JourneyId requestKeyed(
      CaseRef caseRef,
      String processId,
      String startMessage,
      String ownKey,
      Map<String, ?> facts,
      By by) {
    if (processId.equals(PolicyFile.PROCESS)) {
      // wherever it was found: nothing of a case goes there but what gave rise to it
      Map<String, Object> told = new LinkedHashMap<>(facts);
      told.keySet().retainAll(List.of("trigger", "askedBy"));
      CaseRef policy = policyFile.ref();
      return requestOne(policy, processId, startMessage, policy.value(), told, by);
    }
    if (!ownKey.equals(caseRef.value())) {
      // what has a reference of its own belongs where that is, such as a flag or a concern
      return requestOne(caseRef, processId, startMessage, ownKey, facts, by);
    }
    CaseRef taking = taking(caseRef);
    return requestOne(taking, processId, startMessage, taking.value(), facts, by);
  }

  /** Where what is new begins: the case itself, or the one that it is part of. */
  public CaseRef taking(CaseRef caseRef) {
    return groups.leading(caseRef);
  }

  /**
   * Asks for a journey under a reference that starts one for all time, such as that of a page which
   * may be sent twice: whoever sends the second meanwhile waits for the first.
   *
   * @param ownKey correlation key of the start message
   * @return the new journey; empty if the reference had been used, whether that one has ended or
   *     not
   */
  @Transactional
  public Optional<JourneyId> requestOnce(
      CaseRef caseRef,
      String processId,
      String startMessage,
      String ownKey,
      Map<String, ?> facts,
      By by) {
    queue(processId, ownKey);
    access.requireRecord(caseRef);
    boolean used =
        db.sql("select exists (select 1 from journey where process_id = ? and correlation_key = ?)")
            .params(processId, ownKey)
            .query(Boolean.class)
            .single();
    return used
        ? Optional.empty()
        : Optional.of(start(caseRef, processId, startMessage, ownKey, facts, by));
  }

  private JourneyId requestOne(
      CaseRef caseRef,
      String processId,
      String startMessage,
      String ownKey,
      Map<String, ?> facts,
      By by) {
    queue(processId, ownKey);
    access.requireRecord(caseRef);
    Optional<JourneyRef> running = running(caseRef, processId, ownKey);
    if (running.isPresent()) {
      keep(running.get(), startMessage, facts, by);
      return running.get().journeyId();
    }
    return start(caseRef, processId, startMessage, ownKey, facts, by);
  }

  /** Two requests at once for the same journey queue here, so that the second sees the first. */
  private void queue(String processId, String ownKey) {
    db.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))")
        .param(processId + " " + ownKey)
        .query()
        .singleRow();
  }

  /** A journey that another one called counts as the one that runs for its case. */
  private Optional<JourneyRef> running(CaseRef caseRef, String processId, String key) {
    if (!key.equals(caseRef.value())) {
      return runningUnder(caseRef, processId, key);
    }
    return groups.members(caseRef).stream()
        .flatMap(member -> runningUnder(member, processId, member.value()).stream())
        .findFirst();
  }

  private Optional<JourneyRef> runningUnder(CaseRef caseRef, String processId, String key) {
    return db.sql(
            """
            select id, journey_id, process_id, case_ref from journey
            where process_id = :process and status in ('requested', 'running', 'waiting')
              and (correlation_key = :key and parent_id is null
                   or parent_id is not null and case_ref = :case and :key = :case)
            order by parent_id nulls first, id limit 1
            """)
        .param("process", processId)
        .param("key", key)
        .param("case", caseRef.value())
        .query((rs, _) -> ref(rs))
        .optional();
  }

  private void keep(JourneyRef running, String startMessage, Map<String, ?> facts, By by) {
    db.sql(
            "insert into journey_kept_request (journey_row, start_message, facts, at, by)"
                + " values (?, ?, ?::jsonb, ?, ?)")
        .params(
            running.id(),
            startMessage,
            Rows.json(Rows.closed(facts)),
            Rows.ts(clock.instant()),
            by.name())
        .update();
    if (String.valueOf(facts.get("askedBy")).equals(running.processId())) {
      return; // a journey that asks for the next of its kind need not be told
    }
    timeline.add(
        running.caseRef(),
        running.journeyId(),
        "journey",
        "timeline.request-kept",
        Map.of("processId", running.processId()),
        by);
    events.publishEvent(
        new RequestKept(running.caseRef(), running.journeyId(), running.processId()));
  }

  private JourneyId start(
      CaseRef caseRef,
      String processId,
      String startMessage,
      String key,
      Map<String, ?> facts,
      By by) {
    JourneyId journeyId = new JourneyId(Rows.ref("JO"));
    db.sql(
            """
            insert into journey (journey_id, process_id, case_ref, correlation_key, status,
              requested_at, requested_by)
            values (?, ?, ?, ?, 'requested', ?, ?)
            """)
        .params(
            journeyId.value(), processId, caseRef.value(), key, Rows.ts(clock.instant()), by.name())
        .update();
    Map<String, Object> variables = new LinkedHashMap<>(facts);
    variables.put("caseRef", caseRef);
    variables.put("journeyId", journeyId);
    // from the first moment on: news of the case may reach the journey before it has loaded a fact
    variables.putIfAbsent("team", holder(caseRef));
    outbox.publish(caseRef, startMessage, key, variables);
    timeline.add(
        caseRef,
        journeyId,
        "journey",
        "timeline.journey-requested",
        Map.of("processId", processId),
        by);
    return journeyId;
  }

  private Team holder(CaseRef caseRef) {
    return db.sql("select lead_team, receiver_team from case_file where case_ref = ?")
        .param(caseRef.value())
        .query(
            (rs, _) ->
                CaseHead.holder(
                    Rows.teamOrNull(rs, "lead_team"), Rows.teamOrNull(rs, "receiver_team")))
        .single();
  }

  /**
   * The engine runs this journey: told by its first step, any number of times. A journey whose id
   * another process has already is one that the other called.
   */
  @Transactional
  public void started(
      JourneyId journeyId, String processId, CaseRef caseRef, long processInstanceKey) {
    if (byInstance(processInstanceKey).isPresent()) {
      return;
    }
    int asked =
        db.sql(
                """
                update journey set status = 'running', started_at = ?, process_instance_key = ?
                where journey_id = ? and process_id = ? and status = 'requested'
                """)
            .params(Rows.ts(clock.instant()), processInstanceKey, journeyId.value(), processId)
            .update();
    if (asked > 0) {
      return;
    }
    Long parent =
        db.sql("select min(id) from journey where journey_id = ?")
            .param(journeyId.value())
            .query((rs, _) -> rs.getObject(1, Long.class))
            .optional()
            .orElse(null);
    db.sql(
            """
            insert into journey (journey_id, process_id, case_ref, correlation_key, parent_id,
              status, process_instance_key, requested_at, requested_by, started_at)
            values (?, ?, ?, ?, ?, 'running', ?, ?, ?, ?)
            on conflict do nothing
            """)
        .params(
            Rows.values(
                journeyId.value(),
                processId,
                caseRef.value(),
                journeyId.value(),
                parent,
                processInstanceKey,
                Rows.ts(clock.instant()),
                By.SYSTEM.name(),
                Rows.ts(clock.instant())))
        .update();
  }

  /**
   * The engine says that an instance has ended; again changes nothing, and an instance that is no
   * journey is passed over. What was kept on it starts now.
   *
   * @param endEventId such as {@code EndEvent_OptionsAgreed}; empty when it was cancelled
   * @param terminated true if the instance was cancelled
   */
  @Transactional
  public void ended(long processInstanceKey, String endEventId, boolean terminated) {
    String endState = terminated ? "cancelled" : endState(endEventId);
    boolean stopped =
        terminated || endState.equals("stopped") || endState.equals("journey-stopped");
    Optional<Ended> ended =
        db.sql(
                """
                update journey set status = ?, ended_at = ?, end_state = ?
                where process_instance_key = ? and ended_at is null
                returning id, journey_id, process_id, case_ref, parent_id, correlation_key
                """)
            .params(
                stopped ? "stopped" : "ended",
                Rows.ts(clock.instant()),
                endState,
                processInstanceKey)
            .query(
                (rs, _) ->
                    new Ended(
                        ref(rs),
                        rs.getObject("parent_id") != null,
                        rs.getString("correlation_key")))
            .optional();
    if (ended.isEmpty()) {
      return;
    }
    JourneyRef journey = ended.get().journey();
    timeline.add(
        journey.caseRef(),
        journey.journeyId(),
        "journey",
        stopped ? "timeline.journey-stopped" : "timeline.journey-ended",
        Map.of("processId", journey.processId(), "endState", endState),
        By.SYSTEM);
    events.publishEvent(
        new JourneyEnded(journey.caseRef(), journey.journeyId(), journey.processId(), endState));
    if (stopped && !ended.get().called()) {
      events.publishEvent(new JourneyStopped(journey.caseRef(), journey.journeyId()));
    }
    startKept(ended.get());
  }

  /**
   * @param called true if another journey called it, which goes on
   * @param key under which it was asked for; of one that was called, its id
   */
  private record Ended(JourneyRef journey, boolean called, String key) {
    /** What is asked for anew has the same reference; for one that was called it is the case's. */
    String nextKey() {
      return called ? journey.caseRef().value() : key;
    }
  }

  /** {@code EndEvent_OptionsAgreed} is {@code options-agreed}. */
  static String endState(String endEventId) {
    String name = endEventId.substring(endEventId.indexOf('_') + 1);
    String state =
        name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").replace('_', '-').toLowerCase(Locale.ROOT);
    return state.isEmpty() ? "ended" : state;
  }

  private record Kept(long id, String startMessage, Map<String, Object> facts, String by) {}

  /** All that was kept becomes one new journey; of a fact told twice the later counts. */
  private void startKept(Ended ended) {
    JourneyRef journey = ended.journey();
    List<Kept> kept =
        db.sql(
                "select id, start_message, facts::text as facts, by from journey_kept_request"
                    + " where journey_row = ? and started_as is null order by id for update")
            .param(journey.id())
            .query(
                (rs, _) ->
                    new Kept(
                        rs.getLong("id"),
                        rs.getString("start_message"),
                        Rows.map(rs.getString("facts")),
                        rs.getString("by")))
            .list();
    if (kept.isEmpty() || !caseIsOpen(journey.caseRef())) {
      return;
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    kept.forEach(k -> facts.putAll(k.facts()));
    Kept last = kept.getLast();
    JourneyId next =
        requestKeyed(
            journey.caseRef(),
            journey.processId(),
            last.startMessage(),
            ended.nextKey(),
            facts,
            new By(last.by()));
    db.sql("update journey_kept_request set started_as = ? where journey_row = ? and id <= ?")
        .params(next.value(), journey.id(), last.id())
        .update();
  }

  private boolean caseIsOpen(CaseRef caseRef) {
    return db.sql(
            "select exists (select 1 from case_file where case_ref = ?"
                + " and status in ('reported', 'open', 'monitoring'))")
        .param(caseRef.value())
        .query(Boolean.class)
        .single();
  }

  /** All journeys of a case, newest first; a called one follows the one that called it. */
  public List<JourneyView> of(CaseRef caseRef) {
    Map<Long, List<JourneyView.KeptRequest>> kept = new LinkedHashMap<>();
    db.sql(
            """
            select k.journey_row, k.at, k.by from journey_kept_request k
            join journey j on j.id = k.journey_row
            where j.case_ref = ? and k.started_as is null order by k.id
            """)
        .param(caseRef.value())
        .query(
            rs -> {
              kept.computeIfAbsent(rs.getLong("journey_row"), _ -> new ArrayList<>())
                  .add(new JourneyView.KeptRequest(Rows.at(rs, "at"), rs.getString("by")));
            });
    return db.sql(
            "select "
                + COLUMNS
                + " from journey where case_ref = ? order by coalesce(parent_id, id) desc, id")
        .param(caseRef.value())
        .query((rs, _) -> view(rs, kept.getOrDefault(rs.getLong("id"), List.of())))
        .list();
  }

  /** When the journey was asked for; long ago if it is not known. */
  public Instant requestedAt(JourneyId journeyId) {
    return db.sql("select min(requested_at) as at from journey where journey_id = ?")
        .param(journeyId.value())
        .query((rs, _) -> Optional.ofNullable(rs.getTimestamp("at")))
        .single()
        .map(java.sql.Timestamp::toInstant)
        .orElse(Instant.EPOCH);
  }

  /**
   * Tells every running journey of a case, and of those that are one with it, each by a message of
   * its own: one message would reach one instance of a process only. Risk assessments themselves
   * are not told that the risk changed, nor is a report whose own risk assessment has not ended
   * yet.
   *
   * @param except journeys that know it already
   */
  @Transactional
  public void broadcast(
      CaseRef caseRef, String message, Map<String, ?> facts, Set<JourneyId> except) {
    // a part that is closed alone closes nothing else
    boolean alone = message.equals("case-closed") && !groups.leading(caseRef).equals(caseRef);
    (alone ? List.of(caseRef) : groups.members(caseRef))
        .forEach(one -> broadcastTo(one, message, facts, except));
  }

  private void broadcastTo(
      CaseRef caseRef, String message, Map<String, ?> facts, Set<JourneyId> except) {
    Set<String> told =
        db
            .sql(
                """
                select j.journey_id from journey j
                where j.case_ref = :case and j.status in ('running', 'waiting')
                  and j.parent_id is null
                  and not (:message = 'risk-changed' and (j.process_id = 'assess-risk'
                    or j.process_id = 'report-domestic-abuse' and not exists (
                      select 1 from journey c where c.parent_id = j.id
                        and c.process_id = 'assess-risk' and c.ended_at is not null)))
                  -- nor is one that the assessment itself has asked for: it begins with that risk
                  and not (:message = 'risk-changed' and j.id > (
                    select coalesce(max(a.id), j.id) from journey a
                    where a.case_ref = :case and a.process_id = 'assess-risk'
                      and a.status in ('running', 'waiting')))
                order by j.id
                """)
            .param("case", caseRef.value())
            .param("message", message)
            .query(String.class)
            .list()
            .stream()
            .filter(id -> !except.contains(new JourneyId(id)))
            .collect(Collectors.toCollection(java.util.LinkedHashSet::new));
    for (String journeyId : told) {
      outbox.publish(caseRef, message, journeyId, facts, BROADCAST_TIME_TO_LIVE);
    }
  }

  /**
   * Stops one journey; what it has under way is taken back at once.
   *
   * @param reason withdrawn, housed-otherwise or stopped
   * @throws NoSuchCaseException if the case has no such journey
   */
  @Transactional
  public void stop(CaseRef caseRef, JourneyId journeyId, Code reason, By by) {
    JourneyView journey =
        of(caseRef).stream()
            .filter(j -> j.journeyId().equals(journeyId) && j.parentId() == null)
            .findFirst()
            .orElseThrow(NoSuchCaseException::new);
    switch (journey.status()) {
      case ENDED, STOPPED -> {
        return;
      }
      // Not begun: the message waits for it as long as its start message does.
      case REQUESTED ->
          outbox.publish(caseRef, "journey-stopped", journeyId.value(), Map.of("outcome", reason));
      case RUNNING, WAITING ->
          outbox.publish(
              caseRef,
              "journey-stopped",
              journeyId.value(),
              Map.of("outcome", reason),
              BROADCAST_TIME_TO_LIVE);
    }
    timeline.add(
        caseRef,
        journeyId,
        "journey",
        "timeline.journey-stop-asked",
        Map.of("processId", journey.processId(), "reason", reason),
        by);
    events.publishEvent(new JourneyStopped(caseRef, journeyId));
  }

  public Optional<JourneyRef> byInstance(long processInstanceKey) {
    return db.sql(
            "select id, journey_id, process_id, case_ref from journey"
                + " where process_instance_key = ?")
        .param(processInstanceKey)
        .query((rs, _) -> ref(rs))
        .optional();
  }

  private static JourneyRef ref(ResultSet rs) throws SQLException {
    return new JourneyRef(
        rs.getLong("id"),
        new JourneyId(rs.getString("journey_id")),
        rs.getString("process_id"),
        Rows.caseRef(rs));
  }

  private static JourneyView view(ResultSet rs, List<JourneyView.KeptRequest> kept)
      throws SQLException {
    @Nullable Long parent = rs.getObject("parent_id", Long.class);
    @Nullable Long instance = rs.getObject("process_instance_key", Long.class);
    return new JourneyView(
        rs.getLong("id"),
        new JourneyId(rs.getString("journey_id")),
        rs.getString("process_id"),
        Rows.caseRef(rs),
        JourneyStatus.ofCode(rs.getString("status")),
        parent,
        instance,
        Rows.at(rs, "requested_at"),
        rs.getString("requested_by"),
        Rows.atOrNull(rs, "started_at"),
        Rows.atOrNull(rs, "ended_at"),
        rs.getString("end_state"),
        kept);
  }
}
