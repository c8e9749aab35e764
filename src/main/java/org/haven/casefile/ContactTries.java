package org.haven.casefile;

import java.time.*;
import java.util.*;
import org.haven.platform.*;
import org.haven.platform.sealing.*;
import org.springframework.stereotype.Component;

/** Safe tries to reach her. */
@Component
public class ContactTries {
  public int record(CaseRef caseRef, JourneyId journeyId, String tryId, By by) {
    throw new UnsupportedOperationException();
  }
}
