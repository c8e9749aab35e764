package org.haven.engine;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.haven.engine.models.BpmnFile;
import org.haven.platform.MigrationPlan;
import org.haven.platform.Models;
import org.springframework.stereotype.Component;
import org.xml.sax.SAXException;

/** Reads from the deployed models what becomes of an instance that goes on by another version. */
@Component
class DeployedMigrations implements MigrationPlan {
  private final Models models;
  private final DueDates dates;

  DeployedMigrations(Models models, Clock clock) {
    this.models = models;
    this.dates = new DueDates(clock);
  }

  @Override
  public Checked check(
      String processId,
      int from,
      int to,
      List<Standing> standing,
      Supplier<Optional<Told>> told,
      Map<String, String> chosen) {
    var source = models.bpmnXml(processId, from).map(DeployedMigrations::read);
    var target = models.bpmnXml(processId, to).map(DeployedMigrations::read);
    if (source.isEmpty() || target.isEmpty()) {
      return nothingBut(Obstacle.NO_MODEL);
    }
    if (standing.stream().allMatch(one -> one.scopeKey() < 0)) {
      return nothingBut(Obstacle.NOT_BEGUN);
    }
    return new MigrationCheck(source.get(), target.get(), standing, told, chosen, dates).done();
  }

  private static Checked nothingBut(Obstacle why) {
    return new Checked(
        Map.of(), List.of(), List.of(new Hindered(why, "", "")), List.of(), List.of(), List.of());
  }

  private static BpmnFile read(String xml) {
    try {
      return BpmnFile.read(xml);
    } catch (SAXException e) {
      throw new IllegalStateException("A deployed model cannot be read", e);
    }
  }
}
