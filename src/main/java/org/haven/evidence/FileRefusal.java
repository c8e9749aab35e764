package org.haven.evidence;

import java.util.Locale;

/** Why a file was not kept. */
public enum FileRefusal {
  /** No file, or one without content. */
  EMPTY,
  TOO_LARGE,
  /** The files of the case are as large together as they may be. */
  CASE_FULL,
  /** Its content is none of the kinds that are kept. */
  NOT_TAKEN,
  /** Its name ends as another kind of file does. */
  NAME_LIES,
  NAME_TOO_LONG,
  /** It unpacks to more than it may. */
  BOMB,
  /** It is not whole, or not what its beginning says. */
  DAMAGED,
  /** It opens with a password only. */
  LOCKED,
  /** An office file that brings a program. */
  PROGRAM,
  INFECTED,
  /** The virus scanner does not answer. */
  SCANNER_AWAY,
  /** It did not arrive to its end. */
  CUT_OFF;

  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
