package org.haven.engine.models;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.haven.engine.models.BpmnFile.FlowNode;
import org.jspecify.annotations.Nullable;

/**
 * Reads all models, tables and forms before any of them is deployed, and says what the engine would
 * refuse or the house does not allow: which file, which step, what is wrong and what to do. It
 * needs neither the engine nor Spring, so that a test and a policy owner can run it as well.
 */
public final class ModelCheck {
  private ModelCheck() {}

  /**
   * Checks a working copy.
   *
   * @param root the folder that holds {@code processes/} and {@code forms/}
   * @param jobTypes those that a worker does; null leaves job types unchecked
   */
  public static List<Finding> check(Path root, @Nullable Set<String> jobTypes) {
    return check(ModelSet.ofFolder(root), jobTypes);
  }

  /**
   * @param jobTypes those that a worker does; null leaves job types unchecked
   */
  public static List<Finding> check(ModelSet models, @Nullable Set<String> jobTypes) {
    return check(models, jobTypes, Set.of());
  }

  /**
   * @param jobTypes those that a worker does; null leaves job types unchecked
   * @param accepted bundles that the engine has taken as they are: whether it would refuse them is
   *     not worked out once more, which is the most of what a start spends here
   */
  public static List<Finding> check(
      ModelSet models, @Nullable Set<String> jobTypes, Set<String> accepted) {
    var findings = new Findings();
    var files = ModelFiles.read(models, accepted, findings);
    var layout = new LayoutCheck(findings);
    var jobs = new JobCheck(findings, jobTypes);
    var references = new ReferenceCheck(findings, files);
    var messages = new MessageCheck(findings);
    var expressions = new ExpressionCheck(findings);
    var userTasks = new UserTaskCheck(findings, files, jobs, references);
    List<StepCheck> steps = List.of(layout, jobs, userTasks, references, messages);
    for (Diagram diagram : files.diagrams()) {
      layout.checkProperties(diagram);
      for (FlowNode step : diagram.file().nodes()) {
        steps.forEach(check -> check.check(diagram, step));
      }
      layout.checkArrows(diagram);
      messages.checkNames(diagram);
      expressions.check(diagram);
    }
    files.tables().forEach(expressions::check);
    jobs.checkWorkers();
    return findings.all();
  }
}
