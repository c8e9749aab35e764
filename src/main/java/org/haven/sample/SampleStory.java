package org.haven.sample;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One fictional household and how far its case is to go. Nobody of this name lives anywhere:
 * surnames say that they are made up, telephone numbers are those set aside for drama, e-mail
 * addresses end in example.org, and the streets and the town do not exist.
 *
 * @param stopAt user task at which the case is left waiting; empty: it runs to its end
 */
record SampleStory(
    int number,
    String victim,
    String perpetrator,
    List<String> children,
    LocalDate victimBorn,
    String phone,
    String email,
    String address,
    String words,
    String wishes,
    Risk risk,
    String tenure,
    boolean immediateDanger,
    boolean disclosed,
    String stopAt) {

  static final int COUNT = 60;
  private static final long SEED = 20261121L;

  /** What the risk questions are answered with. */
  enum Risk {
    STANDARD,
    MEDIUM,
    HIGH_VISIBLE,
    HIGH_JUDGEMENT,
    HIGH_ESCALATION,
    HIGH_SUICIDE,
    INCOMPLETE
  }

  private static final List<String> FIRST =
      List.of(
          "Amber",
          "Briony",
          "Celeste",
          "Dahlia",
          "Edda",
          "Fern",
          "Gwenda",
          "Hazel",
          "Iris",
          "Juniper",
          "Kestrel",
          "Linnea",
          "Marigold",
          "Nerys",
          "Olwen",
          "Posy",
          "Quilla",
          "Rowena",
          "Sorrel",
          "Tansy",
          "Una",
          "Verity",
          "Willa",
          "Xanthe",
          "Yarrow",
          "Zinnia");
  private static final List<String> OTHER =
      List.of(
          "Alder", "Basil", "Cormac", "Dorian", "Ewan", "Fergal", "Gideon", "Hale", "Ivo", "Jago",
          "Kit", "Leander", "Merrick", "Ned", "Orrin", "Piers");
  private static final List<String> SURNAMES =
      List.of(
          "Sampleton",
          "Madeupson",
          "Fictionby",
          "Pretendley",
          "Imaginold",
          "Inventwell",
          "Notrealham",
          "Storybrook",
          "Exampleby",
          "Placeholm");
  private static final List<String> STREETS =
      List.of("Sample Row", "Fiction Close", "Pretend Lane", "Invented Way", "Example Gardens");

  /** Where a case stands at the end, in turn; an empty one runs to its end. */
  private static final List<String> STAGES =
      List.of(
          "Task_RecordDisclosure",
          "Task_CheckSafeContact",
          "Task_HoldFirstConversation",
          "Task_CompleteRiskQuestions",
          "",
          "Task_RecordJudgement",
          "Task_AgreeOptions",
          "Task_Call999",
          "Task_AgreeApproach",
          "");

  static List<SampleStory> all() {
    var random = new SplittableRandom(SEED);
    List<SampleStory> stories = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      stories.add(story(i, random));
    }
    return List.copyOf(stories);
  }

  private static SampleStory story(int i, SplittableRandom random) {
    String first = FIRST.get(i % FIRST.size());
    String surname = SURNAMES.get((i * 7 + i / SURNAMES.size()) % SURNAMES.size());
    String stop = STAGES.get(i % STAGES.size());
    List<String> children =
        random.nextInt(3) == 0
            ? List.of()
            : List.of(OTHER.get(random.nextInt(OTHER.size())) + " " + surname + " (sample child)");
    return new SampleStory(
        i,
        first + " " + surname,
        OTHER.get(random.nextInt(OTHER.size()))
            + " "
            + SURNAMES.get(random.nextInt(SURNAMES.size())),
        children,
        LocalDate.of(1960 + random.nextInt(44), 1 + random.nextInt(12), 1 + random.nextInt(28)),
        i % 2 == 0 ? "01632 960%03d".formatted(100 + i) : "07700 900%03d".formatted(100 + i),
        (first + "." + surname + i + "@example.org").toLowerCase(java.util.Locale.ROOT),
        (1 + random.nextInt(90)) + " " + STREETS.get(i % STREETS.size()) + ", Sampleton",
        "Sample story %d: what was told here is made up, so that the pages show something."
            .formatted(i),
        "Sample wish %d: to feel safe at home, and to sleep through the night.".formatted(i),
        Risk.values()[i % Risk.values().length],
        List.of("council-tenant", "private-rented", "housing-association", "with-others")
            .get(i % 4),
        stop.equals("Task_Call999") || i % 15 == 4,
        !stop.equals("Task_RecordDisclosure"),
        stop);
  }

  boolean endsByItself() {
    return stopAt.isEmpty();
  }

  /** All that must never leave PostgreSQL. */
  List<String> personalTexts() {
    List<String> texts =
        new ArrayList<>(List.of(victim, perpetrator, phone, email, address, words, wishes));
    texts.addAll(children);
    return texts;
  }

  @Override
  public String toString() {
    return "SampleStory[" + number + "]";
  }
}
