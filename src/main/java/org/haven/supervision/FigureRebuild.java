package org.haven.supervision;

import java.util.Map;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.Role;
import org.haven.records.Figures;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** Has the figures of supervision made anew from the exported records. */
@Service
public class FigureRebuild {
  private final Figures figures;
  private final Audit audit;
  private final TransactionOperations transaction;

  FigureRebuild(Figures figures, Audit audit, TransactionOperations transaction) {
    this.figures = figures;
    this.audit = audit;
    this.transaction = transaction;
  }

  /**
   * Asks for it; those of before are shown until it is done.
   *
   * @throws SupervisionBoard.NotAllowedException if the person is no administrator
   * @throws org.haven.records.RecordsUnavailableException if Elasticsearch does not answer; nothing
   *     is changed then
   */
  public void rebuild(ActingPerson who) {
    if (!who.has(Role.ADMINISTRATOR)) {
      throw new SupervisionBoard.NotAllowedException();
    }
    figures.buildAnew();
    transaction.executeWithoutResult(_ -> audit.record(who, "rebuild-figures", null, Map.of()));
  }
}
