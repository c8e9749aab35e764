package org.haven.tasks;

/**
 * How many open tasks a person sees, exactly; tasks of cases closed to them are in no figure.
 *
 * @param done how many the person has answered; counted only where that list is asked for
 */
public record TaskCounts(
    int mine,
    int mineLate,
    int team,
    int teamLate,
    int unclaimed,
    int unclaimedLate,
    int waiting,
    int waitingLate,
    int done) {
  public static final TaskCounts NONE = new TaskCounts(0, 0, 0, 0, 0, 0, 0, 0, 0);

  public int of(Whose whose) {
    return switch (whose) {
      case MINE -> mine;
      case TEAM -> team;
      case UNCLAIMED -> unclaimed;
      case WAITING -> waiting;
      case DONE -> done;
    };
  }

  /** How many of them are late. */
  public int late(Whose whose) {
    return switch (whose) {
      case MINE -> mineLate;
      case TEAM -> teamLate;
      case UNCLAIMED -> unclaimedLate;
      case WAITING -> waitingLate;
      case DONE -> 0;
    };
  }
}
