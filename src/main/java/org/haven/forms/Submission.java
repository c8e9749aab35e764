package org.haven.forms;

import java.util.Map;

/**
 * What a form gave, checked and parted: routing facts may go to the engine, sealed answers stay in
 * the case record. Values are text, numbers, booleans, lists and maps as the form has them; routing
 * facts are already in their engine form ({@code true}, {@code false}, {@code "unknown"}, a code,
 * an ISO date).
 */
public record Submission(Map<String, Object> routing, Map<String, Object> sealed) {
  @Override
  public String toString() {
    return "Submission[***]";
  }
}
