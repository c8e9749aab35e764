package org.haven.engine;

/** A worker that must not start as it is written. */
class UnfitWorkerException extends RuntimeException {
  private final String cure;

  UnfitWorkerException(String what, String cure) {
    super(what);
    this.cure = cure;
  }

  String cure() {
    return cure;
  }
}
