package org.haven.platform.sealing;

/** The data key of a case or register is gone for good: what it sealed is erased. */
public class KeyDestroyedException extends RuntimeException {
  public KeyDestroyedException() {
    super("The key of this record has been destroyed: its content is erased");
  }
}
