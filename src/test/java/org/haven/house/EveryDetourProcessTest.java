package org.haven.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.command.ClientStatusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.haven.casefile.By;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.Conflicts;
import org.haven.casefile.NewCase;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Team;
import org.haven.testing.ElementsTaken;
import org.haven.testing.ProcessTest;
import org.haven.testing.TestPlatform;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * What may happen at any time, in every model as it is drawn: each task that is left undone is
 * warned of and then breached, and each journey hears what happens elsewhere in the case.
 */
@ProcessTest
class EveryDetourProcessTest {
  private static final String BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @Autowired private CamundaClient engine;
  @Autowired private CaseFiles cases;
  @Autowired private Conflicts conflicts;
  @Autowired private JdbcClient db;

  private final List<Long> begun = new ArrayList<>();

  /** Nothing of it may disturb the classes that share this engine. */
  @AfterAll
  void cancelAll() {
    begun.forEach(this::cancel);
    TestPlatform.releaseClocks();
  }

  private void cancel(long instance) {
    try {
      engine.newCancelInstanceCommand(instance).send().join();
    } catch (ClientStatusException gone) {
      // it has ended by itself
    }
  }

  /**
   * @param inside in an event sub-process
   */
  private record Drawn(String process, String task, boolean inside) {
    @Override
    public String toString() {
      return process + "/" + task;
    }
  }

  @Test
  void shouldWarnAndBreach_whenATaskOfAnyModelIsLeftUndone() throws Exception {
    // given: each task has just opened, in an instance of its own
    TestPlatform.moveTo(Instant.parse("2026-06-02T10:00:00Z"));
    var caseRef = aCase();
    var drawn = new ArrayList<Drawn>();
    int number = 0;
    for (Path file : models()) {
      for (Drawn one : tasks(file)) {
        drawn.add(one);
        begin(one, caseRef, number++);
      }
    }
    assertThat(drawn).hasSizeGreaterThan(100);
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> assertThat(missing(drawn, "opened_at")).isEmpty());

    // when nobody does anything for long enough
    for (int year = 0; year < 3; year++) {
      TestPlatform.forward(Duration.ofDays(300));
    }

    // then
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> {
              // a job that the busy engine turned away waits for its back-off
              TestPlatform.forward(Duration.ofSeconds(5));
              assertThat(missing(drawn, "warned_at")).as("never warned of").isEmpty();
              assertThat(missing(drawn, "breached_at")).as("never breached").isEmpty();
            });
  }

  /**
   * @param task a task at which an instance stands that hears it
   */
  private record Heard(String process, String start, String message, Drawn task, String key) {
    @Override
    public String toString() {
      return process + "/" + start;
    }
  }

  @Test
  void shouldHearWhatHappensElsewhere_whenTheJourneyIsUnderWay() throws Exception {
    // given: an instance for each event sub-process, which stands at some task outside of it
    TestPlatform.moveTo(Instant.parse("2026-06-02T10:00:00Z"));
    var caseRef = aCase();
    var toHear = new ArrayList<Heard>();
    int number = 5000;
    for (Path file : models()) {
      for (Heard one : heard(file)) {
        begin(one.task(), caseRef, number);
        toHear.add(
            new Heard(
                one.process(),
                one.start(),
                one.message(),
                one.task(),
                "journey-%04d".formatted(number)));
        number++;
      }
    }
    assertThat(toHear).hasSizeGreaterThan(40);

    // when
    for (Heard one : toHear) {
      engine
          .newPublishMessageCommand()
          .messageName(one.message())
          .correlationKey(one.key())
          .timeToLive(Duration.ofMinutes(5))
          .variables(Map.of("level", "high", "grounds", List.of("visible")))
          .send()
          .join();
    }

    // then
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(2))
        .untilAsserted(
            () ->
                assertThat(ElementsTaken.missing(toHear.stream().map(Heard::toString).toList()))
                    .as("not heard")
                    .isEmpty());
  }

  @Test
  void shouldLeaveThePath_whenAColleagueIsConflictedOrThereIsNoSafeWay() throws Exception {
    // given: whoever took the report is kept out, and nobody knows how to reach her safely
    TestPlatform.moveTo(Instant.parse("2026-06-02T10:00:00Z"));
    var caseRef = aCase();
    conflicts.add(caseRef, "alex", new Code("related"), By.SYSTEM);
    var wanted = new ArrayList<String>();
    int number = 7000;
    for (Path file : models()) {
      var boundaries = parse(file).getElementsByTagNameNS(BPMN, "boundaryEvent");
      for (int i = 0; i < boundaries.getLength(); i++) {
        Element boundary = (Element) boundaries.item(i);
        String on = boundary.getAttribute("attachedToRef");
        if (on.equals("Task_CheckConflicts") || on.startsWith("Task_CheckContactGate")) {
          begin(new Drawn(process(boundary), on, false), caseRef, number++);
          wanted.add(process(boundary) + "/" + boundary.getAttribute("id"));
        }
      }
    }
    assertThat(wanted).hasSizeGreaterThan(10);

    // then
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(2))
        .untilAsserted(() -> assertThat(ElementsTaken.missing(wanted)).as("not taken").isEmpty());
  }

  private List<String> missing(List<Drawn> drawn, String moment) {
    var there =
        db.sql(
                "select t.process_id || '/' || t.element_id from task t"
                    + " left join task_claim c on c.element_instance_key = t.element_instance_key"
                    + " where "
                    + moment
                    + " is not null")
            .query(String.class)
            .set();
    return drawn.stream().map(Drawn::toString).filter(one -> !there.contains(one)).toList();
  }

  private void begin(Drawn one, CaseRef caseRef, int number) {
    var facts = new HashMap<String, Object>();
    facts.put("caseRef", caseRef.value());
    facts.put("journeyId", "journey-%04d".formatted(number));
    // whatever a message finds its instance by
    facts.put("referralId", "journey-%04d".formatted(number));
    facts.put("transferReviewDueAt", "2040-01-02T10:00:00Z");
    facts.put("noticeLapsesAt", "2040-01-02T10:00:00Z");
    facts.put("lockTeam", Team.HOUSING_SOLUTIONS.code());
    facts.put("team", Team.HOUSING_SOLUTIONS.code());
    facts.put("taskTeam", Team.HOUSING_SOLUTIONS.code());
    begun.add(
        engine
            .newCreateInstanceCommand()
            .bpmnProcessId(one.process())
            .latestVersion()
            .variables(facts)
            .startBeforeElement(one.task())
            .send()
            .join()
            .getProcessInstanceKey());
  }

  private CaseRef aCase() {
    var by = new By("alex");
    var caseRef =
        cases.open(
            new NewCase(
                new Code("phone"),
                TestPlatform.clock().instant(),
                "alex",
                Team.HOUSING_SOLUTIONS,
                true),
            by);
    cases.assignLead(caseRef, Team.HOUSING_SOLUTIONS, null, by);
    return caseRef;
  }

  private static List<Path> models() throws IOException {
    try (var files = Files.walk(Path.of("processes"))) {
      return files.filter(f -> f.toString().endsWith(".bpmn")).sorted().toList();
    }
  }

  /** The tasks that an instance can begin with: all but those of sub-processes for each of many. */
  private static List<Drawn> tasks(Path file) throws Exception {
    return tasks(parse(file).getDocumentElement());
  }

  private static List<Drawn> tasks(Element scope) {
    var found = new ArrayList<Drawn>();
    var tasks = scope.getElementsByTagNameNS(BPMN, "userTask");
    for (int i = 0; i < tasks.getLength(); i++) {
      Element task = (Element) tasks.item(i);
      if (!repeated(task)) {
        found.add(new Drawn(process(task), task.getAttribute("id"), inside(task)));
      }
    }
    return found;
  }

  private static boolean repeated(Element element) {
    for (var node = (Node) element; node instanceof Element e; node = e.getParentNode()) {
      for (var child = e.getFirstChild(); child != null; child = child.getNextSibling()) {
        if ("multiInstanceLoopCharacteristics".equals(child.getLocalName())) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean inside(Element element) {
    for (var node = (Node) element; node instanceof Element e; node = e.getParentNode()) {
      if ("true".equals(e.getAttribute("triggeredByEvent"))) {
        return true;
      }
    }
    return false;
  }

  /** The messages that start an event sub-process of the model, all of them told to the journey. */
  private static List<Heard> heard(Path file) throws Exception {
    var document = parse(file);
    var names = new HashMap<String, String>();
    var messages = document.getElementsByTagNameNS(BPMN, "message");
    for (int i = 0; i < messages.getLength(); i++) {
      Element message = (Element) messages.item(i);
      names.put(message.getAttribute("id"), message.getAttribute("name"));
    }
    var found = new ArrayList<Heard>();
    var parts = document.getElementsByTagNameNS(BPMN, "subProcess");
    for (int i = 0; i < parts.getLength(); i++) {
      Element part = (Element) parts.item(i);
      if ("true".equals(part.getAttribute("triggeredByEvent"))) {
        var start = (Element) part.getElementsByTagNameNS(BPMN, "startEvent").item(0);
        var event = (Element) start.getElementsByTagNameNS(BPMN, "messageEventDefinition").item(0);
        if (event != null) {
          found.add(
              new Heard(
                  process(part),
                  start.getAttribute("id"),
                  names.get(event.getAttribute("messageRef")),
                  tasks((Element) part.getParentNode()).stream()
                      .filter(one -> !one.inside())
                      .findFirst()
                      .orElseThrow(),
                  ""));
        }
      }
    }
    return found;
  }

  private static Document parse(Path file) throws Exception {
    var factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    return factory.newDocumentBuilder().parse(file.toFile());
  }

  private static String process(Element element) {
    var node = element;
    while (!"process".equals(node.getLocalName())) {
      node = (Element) node.getParentNode();
    }
    return node.getAttribute("id");
  }
}
