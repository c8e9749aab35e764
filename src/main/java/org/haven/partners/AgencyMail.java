package org.haven.partners;

import java.util.UUID;

/** Tells an agency by mail that something waits for it: a reference and a link, nothing else. */
interface AgencyMail {
  /** Is there a mail server, and a sender to write as? */
  boolean isOn();

  /**
   * @param dispatchId the mail's own id, the same when it has to be tried again
   * @throws NotDelivered if the mail server did not take it
   */
  void tell(String address, String referralId, UUID dispatchId);
}
