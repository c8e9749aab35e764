package org.haven.supervision.alerts;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an alert can watch. */
public enum Measure {
  LATE_TASKS(Amount.NONE, true, true, true),
  DUE_SOON(Amount.HOURS, true, true, true),
  UNCLAIMED_TASKS(Amount.NONE, true, true, true),
  OLDEST_STEP_HOURS(Amount.NONE, true, true, true),
  WAITING_FIRST_CONTACT(Amount.NONE, true, true, false),
  OPEN_INCIDENTS(Amount.NONE, true, false, false),
  PARTNER_ANSWERS_LATE(Amount.NONE, true, false, false),
  SHARE_MET(Amount.DAYS, true, true, true);

  /** Whether a measure needs a number of its own. */
  public enum Amount {
    NONE(0),
    /** Clock hours ahead. */
    HOURS(72),
    /** London days up to today. */
    DAYS(365);

    private final int most;

    Amount(int most) {
      this.most = most;
    }

    /** The most that may be given; at least 1. */
    public int most() {
      return most;
    }
  }

  private final Amount amount;
  private final boolean byJourney;
  private final boolean byTeam;
  private final boolean byLimit;

  Measure(Amount amount, boolean byJourney, boolean byTeam, boolean byLimit) {
    this.amount = amount;
    this.byJourney = byJourney;
    this.byTeam = byTeam;
    this.byLimit = byLimit;
  }

  public Amount amount() {
    return amount;
  }

  /** May it be narrowed to a journey? */
  public boolean byJourney() {
    return byJourney;
  }

  public boolean byTeam() {
    return byTeam;
  }

  public boolean byLimit() {
    return byLimit;
  }

  /** The highest threshold that means anything. */
  public int most() {
    return this == SHARE_MET ? 100 : 100_000;
  }

  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Optional<Measure> ofCode(String code) {
    return Arrays.stream(values()).filter(one -> one.code().equals(code)).findFirst();
  }
}
