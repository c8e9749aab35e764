package org.haven.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camunda.client.CamundaClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.haven.HavenApplication;
import org.haven.casefile.By;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.NewCase;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Team;
import org.haven.testing.NothingPersonalExported;
import org.haven.testing.TestPlatform;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;
import org.w3c.dom.Element;

/**
 * Each task of each model that is left undone is warned of and then breached: the clock events on
 * every task are taken, as they are drawn.
 */
@SpringBootTest(classes = HavenApplication.class, properties = "haven.sample-data=false")
@ContextConfiguration(initializers = TestPlatform.Initializer.class)
@ExtendWith(NothingPersonalExported.class)
class EveryClockProcessTest {
  private static final String BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @Autowired private CamundaClient engine;
  @Autowired private CaseFiles cases;
  @Autowired private JdbcClient db;

  @AfterAll
  static void releaseClocks() {
    TestPlatform.releaseClocks();
  }

  private record Drawn(String process, String task) {
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

  private List<String> missing(List<Drawn> drawn, String moment) {
    var there =
        db.sql("select process_id || '/' || element_id from task where " + moment + " is not null")
            .query(String.class)
            .set();
    return drawn.stream().map(Drawn::toString).filter(one -> !there.contains(one)).toList();
  }

  private void begin(Drawn one, CaseRef caseRef, int number) {
    var facts = new HashMap<String, Object>();
    facts.put("caseRef", caseRef.value());
    facts.put("journeyId", "journey-%04d".formatted(number));
    facts.put("team", Team.HOUSING_SOLUTIONS.code());
    facts.put("taskTeam", Team.HOUSING_SOLUTIONS.code());
    engine
        .newCreateInstanceCommand()
        .bpmnProcessId(one.process())
        .latestVersion()
        .variables(facts)
        .startBeforeElement(one.task())
        .send()
        .join();
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
    var factory = javax.xml.parsers.DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    var document = factory.newDocumentBuilder().parse(file.toFile());
    var found = new ArrayList<Drawn>();
    var tasks = document.getElementsByTagNameNS(BPMN, "userTask");
    for (int i = 0; i < tasks.getLength(); i++) {
      Element task = (Element) tasks.item(i);
      if (!repeated(task)) {
        found.add(new Drawn(process(task), task.getAttribute("id")));
      }
    }
    return found;
  }

  private static boolean repeated(Element element) {
    for (var node = (org.w3c.dom.Node) element;
        node instanceof Element e;
        node = e.getParentNode()) {
      for (var child = e.getFirstChild(); child != null; child = child.getNextSibling()) {
        if ("multiInstanceLoopCharacteristics".equals(child.getLocalName())) {
          return true;
        }
      }
    }
    return false;
  }

  private static String process(Element element) {
    var node = element;
    while (!"process".equals(node.getLocalName())) {
      node = (Element) node.getParentNode();
    }
    return node.getAttribute("id");
  }
}
