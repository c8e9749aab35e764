package org.haven.reportdomesticabuse.web;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** What somebody has answered so far. It is in memory alone and prints nothing of what it holds. */
final class PublicVisit {
  private final UUID token = UUID.randomUUID();
  private final Map<String, String> answers = new LinkedHashMap<>();
  private Instant lastAct;
  private boolean checked;
  private boolean sent;
  private boolean reachable;

  PublicVisit(Instant now) {
    this.lastAct = now;
  }

  /** One for each visit: however often it is sent, it is one report. */
  UUID token() {
    return token;
  }

  synchronized Map<String, String> answers() {
    return Map.copyOf(answers);
  }

  /** Keeps what a page asked; an answer that was taken back is forgotten. */
  synchronized void answer(Map<String, String> given) {
    if (sent) {
      return;
    }
    given.forEach(
        (name, answer) -> {
          if (answer.isEmpty()) {
            answers.remove(name);
          } else {
            answers.put(name, answer);
          }
        });
    // such as the number of somebody who asks now not to be contacted
    answers.keySet().retainAll(PublicQuestion.names(answers));
  }

  /** All that was answered has been seen on one page. */
  synchronized void check() {
    checked = true;
  }

  synchronized boolean isChecked() {
    return checked;
  }

  /** The report is on record: the answers are forgotten. */
  synchronized void sent(Instant now) {
    reachable = !"none".equals(answers.get("method"));
    sent = true;
    answers.clear();
    lastAct = now;
  }

  synchronized boolean isSent() {
    return sent;
  }

  /** Did they say how to reply, before the answers were forgotten? */
  synchronized boolean isReachable() {
    return reachable;
  }

  synchronized void act(Instant now) {
    if (!sent) {
      lastAct = now;
    }
  }

  synchronized Instant lastAct() {
    return lastAct;
  }

  @Override
  public String toString() {
    return "PublicVisit[***]";
  }
}
