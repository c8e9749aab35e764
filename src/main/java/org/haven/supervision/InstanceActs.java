package org.haven.supervision;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.haven.casefile.AddressVault;
import org.haven.casefile.JourneyView;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.EngineActs;
import org.haven.platform.JourneyPlan;
import org.haven.platform.JourneyPlan.FactShape;
import org.haven.platform.JourneyPlan.Hindrance;
import org.haven.platform.Outbox;
import org.haven.records.InstanceRecords;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What supervisors have done to a running journey, each with a reason: written down, asked of the
 * engine outside of any transaction, and what came of it written down too. What the engine did not
 * answer is told as that, and nothing is said to be done.
 */
@Service
public class InstanceActs {
  /** What fits on a page of the audit. */
  public static final int LONGEST_REASON = 2_000;

  /** Tries that a job gets again (local default). */
  private static final int RETRIES = 3;

  private static final JsonMapper JSON = JsonMapper.shared();

  private final Instances instances;
  private final InstanceRows rows;
  private final SupervisorActs acts;
  private final EngineActs engine;
  private final JourneyPlan plan;
  private final SupervisionBoard board;
  private final AddressVault vault;
  private final Outbox outbox;
  private final TransactionTemplate transaction;

  InstanceActs(
      Instances instances,
      InstanceRows rows,
      SupervisorActs acts,
      EngineActs engine,
      JourneyPlan plan,
      SupervisionBoard board,
      AddressVault vault,
      Outbox outbox,
      PlatformTransactionManager transactions) {
    this.instances = instances;
    this.rows = rows;
    this.acts = acts;
    this.engine = engine;
    this.plan = plan;
    this.board = board;
    this.vault = vault;
    this.outbox = outbox;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** A step that a journey can be moved to. */
  public record Target(String elementId, String title) {}

  /**
   * What a person may have done.
   *
   * @param of the key or name of what it is done to; empty for the instance itself
   * @param subject what that is called in the model: id of a step, name of a fact or a message
   * @param subjectTitle the same in words
   * @param was the value of a fact
   * @param shape what a fact may be set to
   * @param targets where it may be moved to
   */
  public record Offer(
      JourneyView journey,
      String journeyTitle,
      int version,
      ActKind kind,
      String of,
      String subject,
      String subjectTitle,
      @Nullable Object was,
      @Nullable FactShape shape,
      List<Target> targets) {
    public boolean asksWhere() {
      return kind == ActKind.MOVE;
    }

    public boolean asksWhat() {
      return kind == ActKind.CORRECT;
    }
  }

  /** What is wrong with what somebody chose. */
  public sealed interface Wrong {
    record NoReason() implements Wrong {}

    record ReasonTooLong() implements Wrong {}

    /** The reason names an address of the vault, which must stand nowhere else. */
    record NamesVault() implements Wrong {}

    /** The value is none that the fact can have, or the one that it has. */
    record BadValue() implements Wrong {}

    record SameValue() implements Wrong {}

    /** The engine would refuse it, or do something else than is meant. */
    record CannotMove(Hindrance why, String title) implements Wrong {}
  }

  /**
   * What is offered; empty as if there were no such thing, if the person may not do it either.
   *
   * @throws SupervisionBoard.NotAllowedException if the person is no supervisor
   */
  public Optional<Offer> offer(ActingPerson who, long journeyRow, ActKind kind, String of) {
    return instances
        .of(who, journeyRow)
        .filter(one -> one.mayAct() && one.running())
        .flatMap(
            one ->
                switch (kind) {
                  case CANCEL ->
                      // what another journey called ends with that one, or by itself
                      of.isEmpty() && one.journey().parentId() == null
                          ? offer(one, kind, of, one.journey().processId(), one.title())
                          : Optional.empty();
                  case RESOLVE ->
                      one.incidents().stream()
                          .filter(i -> i.endedAt() == null && of.equals(Long.toString(i.key())))
                          .findFirst()
                          .flatMap(i -> offer(one, kind, of, i.elementId(), i.step()));
                  case RETRY ->
                      one.jobs().stream()
                          .filter(job -> job.stuck() && of.equals(Long.toString(job.key())))
                          .findFirst()
                          .flatMap(job -> offer(one, kind, of, job.type(), job.step()));
                  case RESEND ->
                      one.messages().stream()
                          .filter(m -> m.repeatable() && of.equals(Long.toString(m.id())))
                          .findFirst()
                          .flatMap(m -> offer(one, kind, of, m.name(), m.name()));
                  case CORRECT -> correction(one, of);
                  case MOVE -> move(one, of);
                  // asked for on a page of its own, see JourneyMigrations
                  case MIGRATE -> Optional.empty();
                });
  }

  private static Optional<Offer> offer(
      Instances.Instance one, ActKind kind, String of, String subject, String title) {
    return Optional.of(
        new Offer(
            one.journey(),
            one.title(),
            one.version(),
            kind,
            of,
            subject,
            title,
            null,
            null,
            List.of()));
  }

  private Optional<Offer> correction(Instances.Instance one, String name) {
    return one.facts().stream()
        .filter(fact -> fact.correctable() && fact.name().equals(name))
        .findFirst()
        .flatMap(
            fact ->
                plan.shape(one.journey().processId(), one.version(), name)
                    .map(
                        shape ->
                            new Offer(
                                one.journey(),
                                one.title(),
                                one.version(),
                                ActKind.CORRECT,
                                name,
                                name,
                                name,
                                fact.value(),
                                shape,
                                List.of())));
  }

  private Optional<Offer> move(Instances.Instance one, String stepKey) {
    return one.now().stream()
        .filter(step -> stepKey.equals(Long.toString(step.key())))
        .findFirst()
        .map(
            step ->
                new Offer(
                    one.journey(),
                    one.title(),
                    one.version(),
                    ActKind.MOVE,
                    stepKey,
                    step.elementId(),
                    step.title(),
                    null,
                    null,
                    plan
                        .targets(one.journey().processId(), one.version(), step.elementId())
                        .stream()
                        .map(element -> new Target(element.id(), element.name()))
                        .toList()));
  }

  /** What is wrong with it, by field: {@code reason} or {@code to}. Nothing has been sent. */
  public Map<String, Wrong> wrong(Offer offer, String to, String reason) {
    var wrong = new LinkedHashMap<String, Wrong>();
    wrongTarget(offer, to).ifPresent(one -> wrong.put("to", one));
    wrongReason(offer.journey().caseRef(), reason).ifPresent(one -> wrong.put("reason", one));
    return wrong;
  }

  private Optional<Wrong> wrongTarget(Offer offer, String to) {
    if (offer.asksWhat()) {
      var value = Objects.requireNonNull(offer.shape()).read(to);
      if (value.isEmpty()) {
        return Optional.of(new Wrong.BadValue());
      }
      return text(offer.was()).equals(to) ? Optional.of(new Wrong.SameValue()) : Optional.empty();
    }
    if (!offer.asksWhere()) {
      return Optional.empty();
    }
    String process = offer.journey().processId();
    return plan.hindrance(process, offer.version(), offer.subject(), to)
        .map(
            why ->
                new Wrong.CannotMove(
                    why,
                    why == Hindrance.UNKNOWN_STEP
                        ? ""
                        : board.stepTitle(process, offer.version(), to)));
  }

  Optional<Wrong> wrongReason(CaseRef caseRef, String reason) {
    if (reason.isBlank()) {
      return Optional.of(new Wrong.NoReason());
    }
    if (reason.length() > LONGEST_REASON) {
      return Optional.of(new Wrong.ReasonTooLong());
    }
    return vault.isNamedIn(caseRef, reason)
        ? Optional.of(new Wrong.NamesVault())
        : Optional.empty();
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : String.valueOf(value);
  }

  /**
   * Does it; the same page again changes nothing and says what came of the first.
   *
   * @param pageId made with the page
   * @throws IllegalArgumentException if {@link #wrong} has something to say
   */
  public ActResult act(ActingPerson who, Offer offer, String to, String reason, UUID pageId) {
    if (!wrong(offer, to, reason).isEmpty()) {
      throw new IllegalArgumentException("This cannot be done so");
    }
    var intent =
        new SupervisorActs.Intent(
            pageId,
            offer.journey().caseRef(),
            offer.journey().id(),
            offer.kind(),
            offer.subject(),
            offer.was() == null ? null : text(offer.was()),
            to.isEmpty() ? null : to,
            reason.strip(),
            Map.of());
    if (offer.kind() == ActKind.RESEND) {
      return Objects.requireNonNull(transaction.execute(_ -> resend(who, intent, offer)));
    }
    long instance = Instances.key(offer.journey());
    return act(
        who,
        intent,
        () ->
            switch (offer.kind()) {
              case CANCEL -> engine.cancel(instance);
              case CORRECT ->
                  engine.correct(
                      instance,
                      offer.subject(),
                      Objects.requireNonNull(offer.shape()).read(to).orElseThrow());
              case MOVE -> engine.move(instance, Long.parseLong(offer.of()), to);
              case RETRY -> retry(offer.journey(), Long.parseLong(offer.of()));
              case RESOLVE -> resolve(offer.journey(), Long.parseLong(offer.of()));
              case RESEND -> throw new IllegalStateException("It goes by the outbox");
              case MIGRATE -> throw new IllegalStateException("It is offered elsewhere");
            });
  }

  private ActResult act(
      ActingPerson who, SupervisorActs.Intent intent, Supplier<EngineActs.Said> engine) {
    if (!acts.begin(who, intent)) {
      return acts.result(intent.id());
    }
    EngineActs.Said said = engine.get();
    ActResult result = ActResult.of(said.kind());
    acts.ended(who, intent, result, said.code());
    return result;
  }

  /** In the transaction that writes it down: the outbox sends it, whenever the engine is there. */
  private ActResult resend(ActingPerson who, SupervisorActs.Intent intent, Offer offer) {
    if (!acts.begin(who, intent)) {
      return acts.result(intent.id());
    }
    var message = rows.message(intent.caseRef(), Long.parseLong(offer.of()));
    if (message.isEmpty()) {
      acts.ended(who, intent, ActResult.GONE, "");
      return ActResult.GONE;
    }
    var said = message.get();
    outbox.publish(
        intent.caseRef(),
        said.name(),
        said.correlationKey(),
        JSON.readValue(said.facts(), new TypeReference<Map<String, Object>>() {}),
        Duration.ofSeconds(said.timeToLiveSeconds()));
    acts.ended(who, intent, ActResult.DONE, "");
    return ActResult.DONE;
  }

  private EngineActs.Said retry(JourneyView journey, long jobKey) {
    EngineActs.Said tries = engine.retry(jobKey, RETRIES);
    if (tries.kind() != EngineActs.Kind.DONE) {
      return tries;
    }
    return incidents(journey).stream()
        .filter(one -> one.jobKey() == jobKey && !one.resolved())
        .findFirst()
        .map(one -> engine.resolve(one.key()))
        .orElse(tries);
  }

  /** A job has to have tries again before its incident is over. */
  private EngineActs.Said resolve(JourneyView journey, long incidentKey) {
    long jobKey =
        incidents(journey).stream()
            .filter(one -> one.key() == incidentKey)
            .mapToLong(InstanceRecords.Incident::jobKey)
            .findFirst()
            .orElse(-1);
    if (jobKey > 0) {
      EngineActs.Said tries = engine.retry(jobKey, RETRIES);
      if (tries.kind() != EngineActs.Kind.DONE) {
        return tries;
      }
    }
    return engine.resolve(incidentKey);
  }

  private List<InstanceRecords.Incident> incidents(JourneyView journey) {
    return instances.told(journey).map(found -> found.figures().incidents()).orElse(List.of());
  }
}
