package org.haven.records;

import java.util.Locale;

/** The compact documents that figures are computed from. */
enum FigureKind {
  /** One visit of one step; of a process itself, the instance. Id: element instance key. */
  STEPS,
  /** One user task, as the engine dates it. Id: user task key. */
  TASKS,
  /** One place at which an instance stood or stands still. Id: incident key. */
  INCIDENTS,
  /** What a version of a process did on a day, step by step. */
  DAYS;

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
