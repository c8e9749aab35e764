package org.haven.platform;

/** Tells the outbox sender that there may be something to send now. Cheap; may be called often. */
public interface OutboxWakeUp {
  void wake();
}
