package org.haven.casefile.register;

/** Told now and then how far an import is. */
public interface ImportProgress {
  ImportProgress NONE = (_, _) -> {};

  void at(long rowsRead, long rowsRefused);
}
