package org.haven.letters;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.haven.casefile.RecordErasing;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Takes letters of an erased case out of our own folders if nobody has taken them away: no file
 * outlives the record. One that cannot be deleted keeps the record from being erased.
 */
@Component
class ErasedLetters {
  private final JdbcClient db;
  private final LettersProperties folders;

  ErasedLetters(JdbcClient db, LettersProperties folders) {
    this.db = db;
    this.folders = folders;
  }

  @EventListener
  public void erasing(RecordErasing erasing) {
    List<String> letters =
        db.sql("select letter_id from letter where case_ref = ? order by letter_id")
            .param(erasing.caseRef().value())
            .query(String.class)
            .list();
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void beforeCommit(boolean readOnly) {
            letters.forEach(ErasedLetters.this::delete);
          }
        });
  }

  private void delete(String letterId) {
    try {
      for (Path folder : List.of(folders.printQueue(), folders.portalFolder())) {
        for (String name :
            List.of(
                letterId + ".pdf",
                letterId + ".txt",
                // one that was cut off half-written
                "." + letterId + ".part",
                "." + letterId + ".pdf.part",
                "." + letterId + ".txt.part")) {
          Files.deleteIfExists(folder.resolve(name));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The letter " + letterId + " cannot be deleted", e);
    }
  }
}
