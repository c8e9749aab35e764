package org.haven.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.haven.engine.JobTypes;
import org.haven.engine.models.Finding;
import org.haven.engine.models.ModelCheck;
import org.haven.forms.FormRules;

/**
 * Tells a policy owner, in words about the diagram, whether the models of this working copy still
 * keep the rules: {@code mvn -q test -Pmodels}. It needs neither engine nor database.
 */
public final class ModelReport {
  private static final Path ROOT = Path.of(".");
  private static final Path PROCESSES = Path.of("processes");

  private ModelReport() {}

  public static void main(String[] arguments) throws IOException {
    List<Path> diagrams = ModelDocs.files(PROCESSES, ".bpmn");
    List<Path> tables = ModelDocs.files(PROCESSES, ".dmn");
    List<Path> forms = ModelDocs.files(Path.of("forms"), ".form");
    System.out.printf(
        "Looking at %d diagrams, %d tables and %d forms.%n%n",
        diagrams.size(), tables.size(), forms.size());

    var wrong = new ArrayList<String>();
    var look = new ArrayList<String>();
    for (Finding finding : ModelCheck.check(ROOT, JobTypes.all())) {
      (finding.stops() ? wrong : look).add(finding.toString());
    }
    for (Path form : forms) {
      FormRules.check(form.toString().replace('\\', '/'), Files.readString(form))
          .forEach(finding -> wrong.add(finding.toString()));
    }
    // a diagram that cannot be read has no clauses to look for
    List<String> clauses = List.of();
    var drifted = new TreeSet<String>();
    try {
      clauses = new Clauses(diagrams, tables).missing();
      drifted.addAll(drifted());
    } catch (RuntimeException e) {
      wrong.add("A file could not be read: " + e.getMessage());
    }

    tell("What breaks a rule", wrong);
    tell("Which clause of the policy is no longer covered", clauses);
    tell("What to look at; it stops nothing", look);
    tell(
        "Pages that say other than the models; write them anew with"
            + " mvn -q test -Dtest=GeneratedDocsTest -Ddocs.write=true",
        List.copyOf(drifted));
    if (wrong.isEmpty() && clauses.isEmpty()) {
      System.out.println(
          "The models keep the rules: the engine takes them, every form, table, called process and"
              + " job is there, and every clause of the policy is covered.");
    } else {
      System.out.println(
          "Put these right before the models go live: with them Haven does not start, or a clause"
              + " of the policy is not carried out.");
      System.exit(1);
    }
  }

  private static void tell(String title, List<String> lines) {
    if (!lines.isEmpty()) {
      System.out.println(title + ":");
      lines.forEach(line -> System.out.println("  - " + line));
      System.out.println();
    }
  }

  private static TreeSet<String> drifted() throws IOException {
    var drifted = new TreeSet<String>();
    for (Map.Entry<String, String> page : ModelDocs.pages(PROCESSES).entrySet()) {
      Path file = Path.of("docs/generated").resolve(page.getKey());
      if (!Files.exists(file) || !Files.readString(file).equals(page.getValue())) {
        drifted.add(page.getKey());
      }
    }
    return drifted;
  }
}
