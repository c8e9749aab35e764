package org.haven.partners;

/** It did not go out and may be tried again; the message is a code, never an address. */
class NotDelivered extends RuntimeException {
  NotDelivered(String code, Throwable cause) {
    super(code, cause);
  }
}
