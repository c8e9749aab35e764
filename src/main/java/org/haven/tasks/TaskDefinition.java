package org.haven.tasks;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.haven.platform.Models.Element;
import org.haven.platform.Team;
import org.jspecify.annotations.Nullable;

/**
 * What the model says of a user task, read from its properties.
 *
 * @param team {@code lead}, {@code variable} or a team's code, each with {@code -sup} for its
 *     supervisors
 * @param slaKeys one limit, or several of which the variable {@code slaKey} chooses
 */
record TaskDefinition(
    String elementId,
    String title,
    String why,
    String policyClause,
    String team,
    List<String> slaKeys,
    String formId,
    List<String> outcomes,
    boolean reachesHer,
    boolean toReceiver) {

  private static final String SUPERVISORS = "-sup";

  static TaskDefinition of(Element element) {
    return new TaskDefinition(
        element.id(),
        element.name(),
        element.documentation(),
        element.property("policyClause").orElse(""),
        element.property("team").orElse("lead"),
        list(element.property("slaKey").orElse("standard")),
        Objects.requireNonNullElse(element.formId(), "task-outcome"),
        list(element.property("outcomes").orElse("")),
        element.property("reachesHer").filter("true"::equals).isPresent(),
        element.property("assignTo").filter("receiver"::equals).isPresent());
  }

  private static List<String> list(String text) {
    return Arrays.stream(text.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  boolean followsLead() {
    return team.equals("lead") || team.equals("lead" + SUPERVISORS);
  }

  /**
   * @param chosen the variable slaKey, which may be a step's before and then means nothing
   * @throws IllegalStateException if the model names several limits and none was chosen
   */
  String slaKey(@Nullable String chosen) {
    if (slaKeys.size() == 1) {
      return slaKeys.getFirst();
    }
    if (chosen != null && slaKeys.contains(chosen)) {
      return chosen;
    }
    throw new IllegalStateException(
        elementId + " has the limits " + slaKeys + ": its input mapping slaKey must choose one");
  }

  /**
   * @param lead the variable team
   * @param variable the variable taskTeam, a candidate group
   * @throws IllegalStateException if the variable that it needs is missing or names no team
   */
  Group group(@Nullable String lead, @Nullable String variable) {
    var group =
        switch (team) {
          case "lead" -> needed("team", lead);
          case "lead" + SUPERVISORS -> needed("team", lead) + SUPERVISORS;
          case "variable" -> needed("taskTeam", variable);
          default -> team;
        };
    return Group.of(group);
  }

  private String needed(String variable, @Nullable String value) {
    if (value == null) {
      throw new IllegalStateException(elementId + " needs the variable " + variable);
    }
    return value;
  }

  /** A candidate group: a team, or its supervisors. */
  record Group(Team team, boolean supervisors) {
    static Group of(String code) {
      var team = Team.ofCode(code);
      if (team.isPresent()) {
        return new Group(team.get(), false);
      }
      if (code.endsWith(SUPERVISORS)) {
        var of = Team.ofCode(code.substring(0, code.length() - SUPERVISORS.length()));
        if (of.isPresent()) {
          return new Group(of.get(), true);
        }
      }
      throw new IllegalStateException("No team has the group " + code);
    }
  }
}
