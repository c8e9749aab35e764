package org.haven.tasks;

import java.time.Clock;
import java.util.List;
import org.haven.platform.StaffDirectory;
import org.haven.records.ExportedRecord;
import org.haven.records.RecordType;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The case database after the projector took in records. */
public final class TakenIn {
  private TakenIn() {}

  /** Each kind by itself, in the order of the engine. */
  public static void into(ApplicationContext haven, List<ExportedRecord> records) {
    var projection = haven.getBean(Projection.class);
    for (int from = 0; from < records.size(); from += Projector.BATCH) {
      var batch = records.subList(from, Math.min(records.size(), from + Projector.BATCH));
      projection.steps(of(batch, RecordType.PROCESS_INSTANCE));
      projection.userTasks(of(batch, RecordType.USER_TASK));
      projection.incidents(of(batch, RecordType.INCIDENT));
    }
  }

  private static List<ExportedRecord> of(List<ExportedRecord> batch, RecordType type) {
    return batch.stream().filter(record -> record.type() == type).toList();
  }

  /** Workloads as of that moment. */
  public static Workloads workloads(ApplicationContext haven, Clock clock) {
    return new Workloads(
        haven.getBean(JdbcClient.class),
        haven.getBean(Holders.class),
        haven.getBean(StaffDirectory.class),
        clock);
  }
}
