package org.haven.casefile;

import java.time.*;
import java.util.*;
import org.haven.platform.*;
import org.haven.platform.sealing.*;
import org.springframework.stereotype.Component;

/** Nine characteristics, optional, kept apart from the case. */
@Component
public class EqualityMonitoring {
  public void record(CaseRef caseRef, Map<String, ?> answers, By by) {
    throw new UnsupportedOperationException();
  }
}
