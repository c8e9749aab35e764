package org.haven.casefile.web;

import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.haven.casefile.register.ImportReport;
import org.haven.casefile.register.RegisterFileException;
import org.haven.casefile.register.TenancyRegister;
import org.haven.platform.ActingPerson;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Imports that run while their page shows how far they are. One at a time: two files with the same
 * tenancies would tell each other's rows apart by chance only.
 */
@Component
class RegisterImports {
  private static final Logger LOG = LoggerFactory.getLogger(RegisterImports.class);
  private static final Duration SHOWN_FOR = Duration.ofHours(12);

  private final TenancyRegister register;
  private final Clock clock;
  private final Map<UUID, Run> runs = new ConcurrentHashMap<>();
  private final AtomicBoolean busy = new AtomicBoolean();

  RegisterImports(TenancyRegister register, Clock clock) {
    this.register = register;
    this.clock = clock;
  }

  /**
   * How an import does.
   *
   * @param problem why the file as a whole was refused
   */
  record Run(
      UUID id,
      String startedBy,
      Instant startedAt,
      long read,
      long refused,
      @Nullable ImportReport report,
      @Nullable String problem) {
    boolean running() {
      return report == null && problem == null;
    }
  }

  /** Empty while another import runs. */
  Optional<UUID> start(byte[] file, ActingPerson who) {
    if (!busy.compareAndSet(false, true)) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    runs.values().removeIf(run -> run.startedAt().plus(SHOWN_FOR).isBefore(now));
    var id = UUID.randomUUID();
    runs.put(id, new Run(id, who.username(), now, 0, 0, null, null));
    Thread.ofVirtual().name("register-import").start(() -> run(id, file, who));
    return Optional.of(id);
  }

  private void run(UUID id, byte[] file, ActingPerson who) {
    try {
      ImportReport report =
          register.importCsv(
              new ByteArrayInputStream(file),
              who,
              (read, refused) ->
                  runs.computeIfPresent(
                      id,
                      (_, r) ->
                          new Run(id, r.startedBy(), r.startedAt(), read, refused, null, null)));
      runs.computeIfPresent(
          id,
          (_, r) ->
              new Run(
                  id, r.startedBy(), r.startedAt(), report.read(), report.refused(), report, null));
    } catch (RegisterFileException e) {
      failed(id, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("An import of the tenancy register stopped");
      failed(
          id,
          "Something went wrong. What was read before is in the register; the same file may be sent"
              + " again.");
    } finally {
      busy.set(false);
    }
  }

  private void failed(UUID id, String problem) {
    runs.computeIfPresent(
        id,
        (_, r) -> new Run(id, r.startedBy(), r.startedAt(), r.read(), r.refused(), null, problem));
  }

  /** Only for who started it. */
  Optional<Run> find(UUID id, ActingPerson who) {
    return Optional.ofNullable(runs.get(id)).filter(run -> run.startedBy().equals(who.username()));
  }
}
