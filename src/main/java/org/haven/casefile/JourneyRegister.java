package org.haven.casefile;

import java.time.*;
import java.util.*;
import org.haven.platform.*;
import org.haven.platform.sealing.*;
import org.springframework.stereotype.Component;

/** The journeys of each case: asked for, running, ended. */
@Component
public class JourneyRegister {
  public JourneyId request(CaseRef caseRef, String processId, Map<String, ?> facts, By by) {
    throw new UnsupportedOperationException();
  }

  public JourneyId requestKeyed(
      CaseRef caseRef,
      String processId,
      String startMessage,
      String ownKey,
      Map<String, ?> facts,
      By by) {
    throw new UnsupportedOperationException();
  }

  public void started(
      JourneyId journeyId, String processId, CaseRef caseRef, long processInstanceKey) {
    throw new UnsupportedOperationException();
  }

  public void ended(long processInstanceKey, String endEventId, boolean terminated) {
    throw new UnsupportedOperationException();
  }

  public List<JourneyView> of(CaseRef caseRef) {
    throw new UnsupportedOperationException();
  }

  public void broadcast(
      CaseRef caseRef, String message, Map<String, ?> facts, Set<JourneyId> except) {
    throw new UnsupportedOperationException();
  }

  public void stop(CaseRef caseRef, JourneyId journeyId, Code reason, By by) {
    throw new UnsupportedOperationException();
  }

  public Optional<JourneyRef> byInstance(long processInstanceKey) {
    throw new UnsupportedOperationException();
  }
}
