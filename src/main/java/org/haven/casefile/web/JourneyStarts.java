package org.haven.casefile.web;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.haven.casefile.CaseJoins;
import org.haven.casefile.CaseStatus;
import org.haven.casefile.CaseView;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.JourneyStatus;
import org.haven.casefile.JourneyView;
import org.haven.platform.Journey;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Which journeys may begin on a case, and of the others why not, in words. */
@Component
class JourneyStarts {
  private static final Set<JourneyStatus> RUNS =
      Set.of(JourneyStatus.REQUESTED, JourneyStatus.RUNNING, JourneyStatus.WAITING);

  private static final Set<CaseStatus> OVER =
      Set.of(CaseStatus.CLOSED, CaseStatus.RETAINED, CaseStatus.DISPOSED);

  /**
   * What begins on a closed case as well: it looks back on the case and opens nothing. Status:
   * Local default, awaiting the policy owner; a new incident after closure opens a new case (J17).
   */
  private static final Set<String> AFTER_CLOSURE = Set.of("case-review", "multi-agency-review");

  private final List<Journey> journeys;
  private final CaseJoins joins;
  private final MessageSource messages;

  JourneyStarts(List<Journey> journeys, CaseJoins joins, MessageSource messages) {
    this.journeys = journeys;
    this.joins = joins;
    this.messages = messages;
  }

  /**
   * A journey in the list of those that may begin.
   *
   * @param here true if a button of the page starts it
   * @param reason why not here; absent if it begins here
   * @param address where it begins instead, or where it runs; absent if nowhere
   */
  record Choice(
      String processId,
      String title,
      boolean here,
      @Nullable String reason,
      @Nullable String address) {}

  /** What may begin here comes first, each by its title. */
  List<Choice> of(CaseView file) {
    boolean part = joins.isPart(file.caseRef());
    return journeys.stream()
        .map(journey -> choice(journey, file, part))
        .sorted(
            Comparator.comparing((Choice choice) -> !choice.here())
                .thenComparing(choice -> choice.address() == null)
                .thenComparing(Choice::title))
        .toList();
  }

  private Choice choice(Journey journey, CaseView file, boolean part) {
    String ref = file.caseRef().value();
    if (part) {
      return not(journey, "part", null);
    }
    if (journey.startPage().isPresent()) {
      return not(journey, "page", journey.startPage().get().replace("{ref}", ref));
    }
    if (!journey.startMessage().equals(journey.processId() + "-requested")) {
      return not(journey, "never", null);
    }
    if (OVER.contains(file.head().status())
        && !(AFTER_CLOSURE.contains(journey.processId())
            && file.head().status() != CaseStatus.DISPOSED)) {
      return not(journey, "closed", null);
    }
    List<JourneyView> running =
        file.journeys().stream()
            .filter(one -> one.processId().equals(journey.processId()))
            .filter(one -> RUNS.contains(one.status()))
            .toList();
    if (!running.isEmpty() && !JourneyRegister.hasOwnReference(journey.processId())) {
      return not(journey, "running", "#journey-" + running.getFirst().id());
    }
    return new Choice(journey.processId(), journey.title(), true, null, null);
  }

  private Choice not(Journey journey, String why, @Nullable String address) {
    return new Choice(
        journey.processId(),
        journey.title(),
        false,
        messages.getMessage("case-page.start." + why, null, Locale.UK),
        address);
  }

  /** The processes that may begin here, by their ids. */
  Set<String> startable(CaseView file) {
    return of(file).stream()
        .filter(Choice::here)
        .map(Choice::processId)
        .collect(Collectors.toSet());
  }
}
