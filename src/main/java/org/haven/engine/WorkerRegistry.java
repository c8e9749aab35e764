package org.haven.engine;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.command.FinalCommandStep;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.api.worker.JobClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.haven.engine.JobShape.UnfitVariableException;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.RoutingFacts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * Runs the {@link JobWorker} beans: each job is pushed to us, its declared variables alone are
 * fetched, and it ends by one of three exits. A job is completed only after its service's
 * transaction has committed; if we fall in between, it runs again and changes nothing.
 *
 * <p>What is told to the engine about a failure ends in an incident that people read: it is made of
 * class names and sentences of our own, because an exception's text may quote a person.
 */
@Component
class WorkerRegistry implements SmartLifecycle {
  /** After the deployer, before the web server: a page's outbox row finds its workers there. */
  private static final Duration CLOSE = Duration.ofSeconds(5);

  static final int PHASE = DEFAULT_PHASE - 3000;

  private static final Logger LOG = LoggerFactory.getLogger(WorkerRegistry.class);
  private static final Backoff RETRY = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));
  private static final Backoff OUTAGE = new Backoff(Duration.ofSeconds(5), Duration.ofSeconds(20));
  private static final Backoff RESEND = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2));

  /** As every model says; tells which attempt a job is at. */
  private static final int USUAL_RETRIES = 5;

  private final CamundaClient engine;
  private final EngineProperties properties;
  private final MeterRegistry meters;
  private final JobRun run;
  private final List<Registered> workers;
  private final List<io.camunda.client.api.worker.JobWorker> open = new ArrayList<>();

  /** Its registered parties are the jobs that are under way, and we. */
  private final Phaser underWay = new Phaser(1);

  private final ScheduledExecutorService later =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("job-resend").factory());
  private volatile boolean running;

  private record Registered(JobWorker<?, ?> worker, JobShape shape) {}

  WorkerRegistry(
      CamundaClient engine,
      EngineProperties properties,
      MeterRegistry meters,
      ObjectProvider<JobWorker<?, ?>> beans,
      ObjectProvider<JobRun> run) {
    this.engine = engine;
    this.properties = properties;
    this.meters = meters;
    this.run = run.getIfAvailable(() -> JobWorker::work);
    List<JobWorker<?, ?>> workers = beans.orderedStream().toList();
    this.workers =
        workers.stream().map(worker -> new Registered(worker, JobShape.of(worker))).toList();
    var types = new LinkedHashMap<String, JobWorker<?, ?>>();
    for (JobWorker<?, ?> worker : workers) {
      JobWorker<?, ?> other = types.put(worker.type(), worker);
      if (other != null) {
        throw new UnfitWorkerException(
            "%s and %s both do the job %s"
                .formatted(
                    other.getClass().getSimpleName(),
                    worker.getClass().getSimpleName(),
                    worker.type()),
            "Give one of them a job type of its own, here and in the model.");
      }
    }
  }

  Set<String> jobTypes() {
    var types = new TreeSet<String>();
    workers.forEach(w -> types.add(w.shape().type()));
    return types;
  }

  @Override
  public void start() {
    running = true;
    for (Registered registered : workers) {
      open.add(
          engine
              .newWorker()
              .jobType(registered.shape().type())
              .handler((client, job) -> handle(client, job, registered))
              // the client's own handler would put the exception's text and trace into the engine
              .jobExceptionHandler(
                  thrown ->
                      fail(thrown.getJobClient(), thrown.getActivatedJob(), thrown.getException()))
              .fetchVariables(fetched(registered.shape()))
              .streamEnabled(true)
              .pollInterval(Duration.ofSeconds(2)) // what the stream misses, such as retries
              .open());
    }
    LOG.atInfo().addKeyValue("jobTypes", workers.size()).log("Workers are listening");
  }

  /** An empty list would fetch everything, so a worker without input asks for what nobody sets. */
  private static List<String> fetched(JobShape shape) {
    List<String> variables = shape.variables();
    return variables.isEmpty() ? List.of("nothingIsFetched") : variables;
  }

  private void handle(JobClient client, ActivatedJob job, Registered registered) {
    if (!running) {
      giveBack(client, job);
      return;
    }
    underWay.register();
    Timer.Sample sample = Timer.start(meters);
    String outcome = "failed";
    CompletableFuture<?> answer = CompletableFuture.completedFuture(null);
    try (var _ = MDC.putCloseable("jobKey", Long.toString(job.getKey()))) {
      try {
        var variables = job.getVariablesAsMap();
        nameCase(variables);
        Map<String, Object> result = work(registered, job, variables);
        OutsideTransaction.require();
        answer =
            send(
                () -> client.newCompleteCommand(job.getKey()).variables(result),
                job,
                () -> fail(client, job, new RefusedByEngineException()));
        outcome = "completed";
      } catch (BpmnError detour) {
        answer = detour(client, job, detour);
        outcome = "detour";
      } catch (Exception | LinkageError | StackOverflowError e) {
        answer = fail(client, job, e);
      } finally {
        MDC.remove("caseRef");
        MDC.remove("journeyId");
      }
    } finally {
      answer.whenComplete((_, _) -> underWay.arriveAndDeregister());
      sample.stop(
          Timer.builder("haven.jobs")
              .description("Jobs of the journeys, from their arrival until our answer is sent")
              .tag("type", job.getType())
              .tag("outcome", outcome)
              .publishPercentiles(0.5, 0.95)
              .register(meters));
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // JobShape has read the types from the worker itself
  private Map<String, Object> work(
      Registered registered, ActivatedJob job, Map<String, Object> variables) {
    Record in = registered.shape().bind(context(job), variables);
    Record out = run.run((JobWorker) registered.worker(), in);
    Map<String, Object> told = registered.shape().unbind(out);
    if (registered.worker().leavesUnknownAsItIs()) {
      told.values().removeIf(Objects::isNull);
    }
    return told;
  }

  private static JobContext context(ActivatedJob job) {
    return new JobContext(
        job.getKey(),
        job.getBpmnProcessId(),
        job.getProcessDefinitionVersion(),
        job.getProcessDefinitionKey(),
        job.getProcessInstanceKey(),
        job.getElementId(),
        job.getElementInstanceKey(),
        job.getCustomHeaders());
  }

  /** Every log line of the job says which case it is about, if it looks like a reference. */
  private static void nameCase(Map<String, Object> variables) {
    if (variables.get("caseRef") instanceof String ref && CaseRef.isCaseRef(ref)) {
      MDC.put("caseRef", ref);
    }
    if (variables.get("journeyId") instanceof String id) {
      try {
        MDC.put("journeyId", new JourneyId(id).value());
      } catch (IllegalArgumentException e) {
        // not an id: then it is nothing to be logged either
      }
    }
  }

  private CompletableFuture<?> detour(JobClient client, ActivatedJob job, BpmnError detour) {
    Map<String, Object> variables;
    try {
      variables = RoutingFacts.toEngine(detour.variables());
    } catch (RoutingFacts.OpenTypeException e) {
      return fail(client, job, new UnfitVariableException(String.valueOf(e.getMessage())));
    }
    return send(
        () ->
            client.newThrowErrorCommand(job.getKey()).errorCode(detour.code()).variables(variables),
        job,
        () -> fail(client, job, new RefusedByEngineException()));
  }

  private CompletableFuture<?> fail(JobClient client, ActivatedJob job, Throwable thrown) {
    boolean databaseAway = isDatabaseAway(thrown);
    // an outage is not the job's fault: it keeps its retries and becomes no incident
    int left = databaseAway ? job.getRetries() : Math.max(0, job.getRetries() - 1);
    int attempt = Math.max(0, USUAL_RETRIES - job.getRetries());
    Duration wait =
        databaseAway
            ? isCollision(thrown) ? RETRY.after(0) : OUTAGE.after(2)
            : RETRY.after(attempt);
    String message = describe(job, thrown, left);
    (left == 0 ? LOG.atError() : LOG.atWarn())
        .addKeyValue("jobType", job.getType())
        .addKeyValue("element", job.getElementId())
        .addKeyValue("processInstance", job.getProcessInstanceKey())
        .addKeyValue("retriesLeft", left)
        .addKeyValue("at", whereIn(thrown))
        .log(message);
    return send(
        () ->
            client
                .newFailCommand(job.getKey())
                .retries(left)
                .retryBackoff(wait)
                .errorMessage(message),
        job,
        () -> CompletableFuture.completedFuture(null));
  }

  private static String describe(ActivatedJob job, Throwable thrown, int left) {
    String what =
        "The job %s at %s failed: %s."
            .formatted(
                job.getType(),
                job.getElementId(),
                thrown instanceof UnfitVariableException ours ? ours.getMessage() : kinds(thrown));
    if (left > 0) {
      return what + " It is tried again.";
    }
    return what
        + " It was tried as often as the model says. Look for job "
        + job.getKey()
        + " in Haven's log, mend the cause"
        + (thrown instanceof UnfitVariableException ? " (set the variable)" : "")
        + ", then give the job retries again and resolve this incident.";
  }

  /** The classes of an exception and its causes: never their texts. */
  private static String kinds(Throwable thrown) {
    var kinds = new StringBuilder(thrown.getClass().getSimpleName());
    Throwable cause = thrown.getCause();
    for (int depth = 0; cause != null && depth < 5; depth++, cause = cause.getCause()) {
      kinds.append(", caused by ").append(cause.getClass().getSimpleName());
    }
    return kinds.toString();
  }

  /** The first line of ours in the innermost stack trace: tells where without telling what. */
  private static String whereIn(Throwable thrown) {
    Throwable root = thrown;
    for (int depth = 0; root.getCause() != null && depth < 20; depth++) {
      root = root.getCause();
    }
    for (StackTraceElement line : root.getStackTrace()) {
      if (line.getClassName().startsWith("org.haven.")) {
        return line.toString();
      }
    }
    return root.getStackTrace().length > 0 ? root.getStackTrace()[0].toString() : "unknown";
  }

  /** Two transactions were in each other's way: the one that gave way has its turn at once. */
  private static boolean isCollision(Throwable thrown) {
    Throwable t = thrown;
    for (int depth = 0; t != null && depth < 10; depth++, t = t.getCause()) {
      if (t instanceof PessimisticLockingFailureException) {
        return true;
      }
    }
    return false;
  }

  private static boolean isDatabaseAway(Throwable thrown) {
    Throwable t = thrown;
    for (int depth = 0; t != null && depth < 10; depth++, t = t.getCause()) {
      if (t instanceof DataAccessResourceFailureException
          || t instanceof TransientDataAccessException
          || t instanceof CannotCreateTransactionException) {
        return true;
      }
    }
    return false;
  }

  /**
   * Sends our answer and sends it again while the engine is busy or away, until the job's own time
   * is up; then the engine gives the job to somebody else. An answer about a job that the engine no
   * longer knows is no failure: the step was cancelled, or somebody else was faster.
   */
  private CompletableFuture<?> send(
      Supplier<? extends FinalCommandStep<?>> command,
      ActivatedJob job,
      Supplier<CompletableFuture<?>> ifRefused) {
    var done = new CompletableFuture<Void>();
    send(command, job, ifRefused, 0, done);
    return done;
  }

  private void send(
      Supplier<? extends FinalCommandStep<?>> command,
      ActivatedJob job,
      Supplier<CompletableFuture<?>> ifRefused,
      int attempt,
      CompletableFuture<Void> done) {
    command
        .get()
        .send()
        .whenComplete(
            (_, thrown) -> {
              if (thrown == null) {
                done.complete(null);
                return;
              }
              EngineAnswer answer = EngineAnswer.of(thrown);
              switch (answer.kind()) {
                case DONE_BEFORE -> {
                  meters.counter("haven.jobs.gone", "type", job.getType()).increment();
                  done.complete(null);
                }
                case BUSY, AWAY -> {
                  if (attempt < 8 && running) {
                    later.schedule(
                        () -> send(command, job, ifRefused, attempt + 1, done),
                        RESEND.after(attempt).toMillis(),
                        TimeUnit.MILLISECONDS);
                  } else {
                    notTaken(job, answer);
                    done.complete(null);
                  }
                }
                case REFUSED -> {
                  notTaken(job, answer);
                  ifRefused.get().whenComplete((_, _) -> done.complete(null));
                }
              }
            });
  }

  private static void notTaken(ActivatedJob job, EngineAnswer answer) {
    LOG.atWarn()
        .addKeyValue("jobKey", job.getKey())
        .addKeyValue("jobType", job.getType())
        .addKeyValue("answer", answer.code())
        .log("The engine did not take our answer; the job will come again");
  }

  /** A job that reached us while we stop goes to another node at once, with all its retries. */
  private static void giveBack(JobClient client, ActivatedJob job) {
    client
        .newFailCommand(job.getKey())
        .retries(job.getRetries())
        .errorMessage("This node of Haven is stopping; another takes the job.")
        .send();
  }

  @Override
  public void stop() {
    running = false;
    BoundedClose.run(
        "job-workers", () -> open.forEach(io.camunda.client.api.worker.JobWorker::close), CLOSE);
    open.clear();
    int phase = underWay.arrive();
    try {
      underWay.awaitAdvanceInterruptibly(
          phase, properties.shutdown().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warn("Jobs were still running when the application ended; they will run again");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    later.shutdownNow();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }

  /** The engine understood our answer and did not accept it. */
  private static final class RefusedByEngineException extends RuntimeException {}
}
