package org.haven.platform.calendar;

/**
 * Who is told of a limit, and when. Source: procedure section 5.
 *
 * <ul>
 *   <li>A: owner at 75 %, supervisors at breach
 *   <li>B: owner and supervisors at 50 %, service managers at breach
 *   <li>C: owner and supervisors at 75 %, service managers and policy owners at breach
 * </ul>
 */
public enum Told {
  A(75, false),
  B(50, true),
  C(75, true);

  private final int warnPercent;
  private final boolean warnsSupervisors;

  Told(int warnPercent, boolean warnsSupervisors) {
    this.warnPercent = warnPercent;
    this.warnsSupervisors = warnsSupervisors;
  }

  /** After how much of the time the owner is told, in percent. */
  public int warnPercent() {
    return warnPercent;
  }

  public boolean warnsSupervisors() {
    return warnsSupervisors;
  }

  /**
   * @param code {@code a}, {@code b} or {@code c}
   * @throws IllegalArgumentException for anything else
   */
  public static Told of(String code) {
    return switch (code) {
      case "a" -> A;
      case "b" -> B;
      case "c" -> C;
      default -> throw new IllegalArgumentException("Nobody is named by told = " + code);
    };
  }
}
