package org.haven.casefile;

import java.time.*;
import java.util.*;
import org.haven.platform.*;
import org.haven.platform.sealing.*;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What was shared with whom, on which basis. */
@Component
public class SharingLedger {
  public void record(
      CaseRef caseRef,
      Code purpose,
      Code consent,
      @Nullable Code basis,
      Map<String, ?> sealed,
      By by) {
    throw new UnsupportedOperationException();
  }
}
