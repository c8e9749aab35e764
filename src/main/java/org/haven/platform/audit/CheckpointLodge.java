package org.haven.platform.audit;

import java.util.List;

/**
 * Where checkpoints are kept apart from the database, so that whoever can write there cannot make
 * them unsaid. By default a folder; a bean of this type takes its place.
 */
public interface CheckpointLodge {
  /**
   * Keeps a checkpoint; again changes nothing.
   *
   * @param publicKey PEM, with which anybody can check the signature
   */
  void lodge(Checkpoint checkpoint, String publicKey);

  /** What is kept, by number. What is spoilt comes with a signature that fails. */
  List<Checkpoint> lodged();

  /** True if there is such a place at all. */
  boolean isThere();
}
