package org.haven.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.haven.engine.JobWorker;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.w3c.dom.Element;

/** What all process tests before it have proved together; a run of single tests proves nothing. */
class EverythingTakenIT {
  private static final String BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";

  private static final String ZEEBE = "http://camunda.org/schema/zeebe/1.0";

  private static Set<String> taken() throws IOException {
    var taken = ElementsTaken.all();
    assumeFalse(taken.isEmpty(), "the process tests did not run");
    return taken;
  }

  /** All workers of the application are there, and each did its job twice with one answer. */
  @Test
  void shouldHaveDoneEveryJobTwice() throws Exception {
    taken();
    var types = new TreeSet<String>();
    for (Path file : models()) {
      var tasks = parse(file).getElementsByTagNameNS(ZEEBE, "taskDefinition");
      for (int i = 0; i < tasks.getLength(); i++) {
        types.add(((Element) tasks.item(i)).getAttribute("type"));
      }
      var listeners = parse(file).getElementsByTagNameNS(ZEEBE, "executionListener");
      for (int i = 0; i < listeners.getLength(); i++) {
        types.add(((Element) listeners.item(i)).getAttribute("type"));
      }
    }
    assertThat(types).hasSize(workers());
    assertThat(types)
        .as("job types that no process test has run")
        .filteredOn(type -> !Files.exists(EveryJobTwice.PROVED.resolve(type)))
        .isEmpty();
  }

  private static int workers() {
    var scan = new ClassPathScanningCandidateComponentProvider(true);
    scan.resetFilters(false);
    scan.addIncludeFilter(new AssignableTypeFilter(JobWorker.class));
    return (int)
        scan.findCandidateComponents("org.haven").stream()
            .filter(bean -> bean.getBeanClassName().contains(".worker."))
            .count();
  }

  /** Each boundary event, and each event sub-process by its start, was taken by some test. */
  @Test
  void shouldHaveTakenEveryDetour() throws Exception {
    var taken = taken();
    var missing = new TreeSet<String>();
    for (Path file : models()) {
      var document = parse(file);
      var process = (Element) document.getElementsByTagNameNS(BPMN, "process").item(0);
      String id = process.getAttribute("id") + "/";
      var boundaries = document.getElementsByTagNameNS(BPMN, "boundaryEvent");
      for (int i = 0; i < boundaries.getLength(); i++) {
        missing.add(id + ((Element) boundaries.item(i)).getAttribute("id"));
      }
      var parts = document.getElementsByTagNameNS(BPMN, "subProcess");
      for (int i = 0; i < parts.getLength(); i++) {
        Element part = (Element) parts.item(i);
        if ("true".equals(part.getAttribute("triggeredByEvent"))) {
          var start = (Element) part.getElementsByTagNameNS(BPMN, "startEvent").item(0);
          missing.add(id + start.getAttribute("id"));
        }
      }
    }
    missing.removeAll(taken);
    assertThat(missing).as("detours that no test has taken").isEmpty();
  }

  private static java.util.List<Path> models() throws IOException {
    try (var files = Files.walk(Path.of("processes"))) {
      return files.filter(f -> f.toString().endsWith(".bpmn")).sorted().toList();
    }
  }

  private static org.w3c.dom.Document parse(Path file) throws Exception {
    var factory = javax.xml.parsers.DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    return factory.newDocumentBuilder().parse(file.toFile());
  }
}
