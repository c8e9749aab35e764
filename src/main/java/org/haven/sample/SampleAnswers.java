package org.haven.sample;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.haven.tasks.TaskView;

/** What the seeded officers type in, as the pages would post it. */
final class SampleAnswers {
  private SampleAnswers() {}

  /** Empty when the sample data has no answer to such a task: it is left for whoever looks. */
  static Optional<Map<String, Object>> to(TaskView task, SampleStory story, LocalDate today) {
    return switch (task.formId()) {
      case "task-outcome" -> outcome(task);
      case "record-disclosure" -> Optional.of(disclosure(story));
      case "check-safe-contact" -> Optional.of(safeContact(story));
      case "hold-first-conversation" -> Optional.of(conversation(story));
      case "complete-risk-questions" -> Optional.of(riskQuestions(task, story, today));
      case "record-judgement" -> Optional.of(judgement(story));
      case "agree-options" -> Optional.of(options(today));
      default -> Optional.empty();
    };
  }

  private static Optional<Map<String, Object>> outcome(TaskView task) {
    String first = task.outcomes().isEmpty() ? "done" : task.outcomes().getFirst();
    return Optional.of(Map.of("outcome", first, "reason", "Sample reason, made up."));
  }

  private static Map<String, Object> disclosure(SampleStory story) {
    Map<String, Object> in = new LinkedHashMap<>();
    in.put("immediateDanger", story.immediateDanger() ? "yes" : "no");
    in.put("channel", "phone");
    in.put("outOfHours", "no");
    in.put("reporterKind", "survivor");
    in.put("words", story.words());
    in.put("account", story.words());
    in.put("kinds", List.of("controlling", "psychological"));
    in.put("tenure", story.tenure());
    if (story.tenure().equals("council-tenant")) {
      in.put("olderPeoplesScheme", "no");
    }
    in.put("homelessNow", "no");
    in.put("livesInBorough", "yes");
    in.put("perpetratorCouncilTenant", "no");
    safeguarding(in, story);
    return in;
  }

  private static void safeguarding(Map<String, Object> in, SampleStory story) {
    in.put("childAffected", story.children().isEmpty() ? "no" : "yes");
    in.put("childHarmNow", "no");
    in.put("adultCareNeeds", "no");
    in.put("youngParty", "none");
    in.put("otherAbuse", "no");
    in.put("staffImplicated", "no");
  }

  private static Map<String, Object> safeContact(SampleStory story) {
    Map<String, Object> in = new LinkedHashMap<>();
    boolean none = story.stopAt().equals("Task_AgreeApproach");
    in.put("contactAllowed", none ? "no" : "yes");
    if (!none) {
      in.put("method", story.number() % 3 == 0 ? "email" : "phone");
      in.put("detail", story.number() % 3 == 0 ? story.email() : story.phone());
      in.put("days", List.of("monday", "wednesday", "friday"));
      in.put("times", "10.00 to 14.00");
      in.put("codeWord", "kingfisher " + story.number());
      in.put("voicemail", "no");
      in.put("preview", "no");
      in.put("portal", "no");
    }
    in.put("watched", "dont-know");
    in.put("unsafeToTell", story.perpetrator());
    return in;
  }

  private static Map<String, Object> conversation(SampleStory story) {
    Map<String, Object> in = new LinkedHashMap<>();
    in.put("reached", "yes");
    in.put("alone", "yes");
    in.put("wishes", story.wishes());
    in.put("fears", "Sample fear: the telephone is looked through.");
    in.put("interpreterUsed", "no");
    in.put("personallyConnected", "yes");
    in.put("isAbuse", "yes");
    in.put("homelessNow", "no");
    in.put("unsafeAtHome", story.number() % 2 == 0 ? "yes" : "unknown");
    in.put("threat", "domestic-abuse");
    in.put("furtherIntervention", "unknown");
    return in;
  }

  private static Map<String, Object> riskQuestions(
      TaskView task, SampleStory story, LocalDate today) {
    int yes =
        switch (story.risk()) {
          case HIGH_VISIBLE -> 15;
          case MEDIUM, HIGH_JUDGEMENT -> 11;
          case HIGH_ESCALATION, HIGH_SUICIDE -> 9;
          case INCOMPLETE -> 8;
          case STANDARD -> 5;
        };
    Map<String, Object> in = new LinkedHashMap<>();
    in.put("mode", task.elementId().contains("FromRecords") ? "from-records" : "with-her");
    for (int item = 1; item <= 24; item++) {
      String answer =
          item > 24 - yes
              ? "yes"
              : story.risk() == SampleStory.Risk.INCOMPLETE && item <= 6 ? "not-asked" : "no";
      in.put("risk%02d".formatted(item), answer);
    }
    in.put("incidentOn", today.minusDays(1 + story.number() % 10).toString());
    in.put("eventsSixMonths", story.risk() == SampleStory.Risk.HIGH_ESCALATION ? 4 : 1);
    in.put("newAbuse", "yes");
    in.put("samePair", "unknown");
    in.put("suicideOrSelfHarm", story.risk() == SampleStory.Risk.HIGH_SUICIDE ? "yes" : "no");
    safeguarding(in, story);
    in.put("source", "Sample source: her own words.");
    return in;
  }

  private static Map<String, Object> judgement(SampleStory story) {
    return story.risk() == SampleStory.Risk.HIGH_JUDGEMENT
        ? Map.of("judgementHigh", "yes", "why", "Sample judgement: it is getting worse.")
        : Map.of("judgementHigh", "no");
  }

  private static Map<String, Object> options(LocalDate today) {
    Map<String, Object> in = new LinkedHashMap<>();
    in.put("offered", List.of("support-plan", "sanctuary-scheme"));
    in.put("chosen", List.of("support-plan"));
    in.put("steps", "Sample step: a bag packed at a neighbour's.");
    in.put("reviewOn", today.plusDays(28).toString());
    in.put("championConsulted", "not-needed");
    return in;
  }
}
