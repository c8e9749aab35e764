package org.haven.platform;

import java.util.List;

/**
 * What a part of Haven has to tell the person who started it on this machine, such as the seeded
 * users. Printed once, after the address, and only by the local platform.
 */
public interface StartupNote {
  /** Lines as they are printed, without a line break. */
  List<String> lines();
}
