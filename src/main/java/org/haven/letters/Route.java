package org.haven.letters;

import org.haven.casefile.SafeWay;
import org.jspecify.annotations.Nullable;

/** The way by which a letter goes. */
public enum Route {
  /** Printed and posted: to her at the address that she called safe. */
  POST,
  /** Printed for an officer who hands it over: nothing is posted. */
  HAND_OVER,
  /** Content by secure drop, to an agency that passes it on or needs it itself. */
  SECURE_DROP,
  /** A neutral notice without content; she reads the letter behind sign-in. */
  NOTICE;

  public String code() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  static Route ofCode(String code) {
    return valueOf(code.toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
  }

  /**
   * To her only as she said; by hand wherever she named no way that a letter can take. The notice
   * leads into the online account, so it needs her yes to that as well.
   *
   * @param portal true if there is a portal to read letters in
   */
  static Route of(Reader reader, @Nullable SafeWay contact, boolean portal) {
    return switch (reader) {
      case AGENCY -> SECURE_DROP;
      case PERPETRATOR, OTHER -> POST;
      case VICTIM -> contact == null ? HAND_OVER : hers(contact, portal);
    };
  }

  private static Route hers(SafeWay contact, boolean portal) {
    String method = contact.method();
    if (!contact.check().valid() || method == null) {
      return HAND_OVER;
    }
    return switch (method) {
      case "post" -> POST;
      case "email" -> portal && contact.portalAllowed() ? NOTICE : HAND_OVER;
      default -> HAND_OVER;
    };
  }
}
