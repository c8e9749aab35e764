package org.haven.records;

import java.time.Instant;
import java.util.Optional;
import org.springframework.context.ApplicationContext;

/** Figures of a whole application whose own loop is switched off: taken in when a test asks. */
public final class FiguresTurned {
  private FiguresTurned() {}

  /** What stands where, by all that has been exported; empty if nothing has been taken in yet. */
  public static Optional<Standings> standings(ApplicationContext haven, Instant now) {
    var projector = haven.getBean(FigureProjector.class);
    boolean more = true;
    while (more) {
      more = projector.turn();
    }
    try {
      return Optional.of(haven.getBean(Figures.class).standings(LeftOut.NONE, now));
    } catch (RecordsUnavailableException e) {
      return Optional.empty();
    }
  }
}
