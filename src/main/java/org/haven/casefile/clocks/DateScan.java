package org.haven.casefile.clocks;

/**
 * Acts on the dates on record that have come. Each bean is asked every night; what one of them
 * cannot do does not keep the next from its dates, and is tried again the night after.
 */
public interface DateScan {
  /** Acts on each date that has come, once. What fails is told in the log. */
  int scan();
}
