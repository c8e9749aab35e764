package org.haven.platform.sealing;

import org.haven.platform.ActingPerson;

/**
 * Fills {@link IdentityIndex} anew from what is sealed: after the record or the key store was
 * restored from a backup, since each may be older than the other.
 */
public interface IndexRebuild {
  /**
   * Begins in the background.
   *
   * @return false if it runs on this node already
   */
  boolean begin(ActingPerson who);

  boolean isRunning();
}
