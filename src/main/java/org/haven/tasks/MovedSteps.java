package org.haven.tasks;

import java.util.Map;
import org.haven.platform.Models;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What our tables say of a step whose instance went on by another version of its model. A task
 * keeps what runs or was begun by people: its dates, its limit, its team, who holds it and what is
 * typed into it.
 */
@Service
public class MovedSteps {
  private final JdbcClient db;
  private final Models models;

  MovedSteps(JdbcClient db, Models models) {
    this.db = db;
    this.models = models;
  }

  /**
   * The engine has said that it did it; its records say the same some moments later, and change
   * nothing then.
   *
   * @param mapping what became of the steps, by element id
   */
  @Transactional
  public void moved(long processInstanceKey, Models.Deployed version, Map<String, String> mapping) {
    db.sql(
            """
            select element_instance_key, element_id, element_type from journey_step
            where process_instance_key = ? and left_at is null
            """)
        .param(processInstanceKey)
        .query(
            row -> {
              long key = row.getLong(1);
              String from = row.getString(2);
              String to = row.getString(3).equals("PROCESS") ? from : mapping.get(from);
              if (to != null) {
                step(key, version.processDefinitionKey(), version.version(), to);
                task(key, version.processDefinitionKey(), version.version(), to);
              }
            });
  }

  /** Steps that were left before have the version by which they were done. */
  void step(long key, long processDefinitionKey, int version, String elementId) {
    db.sql(
            """
            update journey_step set process_definition_key = :definition,
              process_version = :version, element_id = :element
            where element_instance_key = :id
            """)
        .param("definition", processDefinitionKey)
        .param("version", version)
        .param("element", elementId)
        .param("id", key)
        .update();
  }

  /** What the model says of a task, by the version that it is done by from now on. */
  void task(long key, long processDefinitionKey, int version, String elementId) {
    var element = models.element(processDefinitionKey, elementId);
    if (element.isEmpty()) {
      return;
    }
    var definition = TaskDefinition.of(element.get());
    db.sql(
            """
            update task set process_definition_key = :definition, process_version = :version,
              element_id = :element, title = :title, why = :why, policy_clause = :clause,
              form_id = :form, outcomes = :outcomes, reaches_her = :reaches
            where element_instance_key = :id and status = 'OPEN'
              and (process_definition_key <> :definition or element_id <> :element)
            """)
        .param("definition", processDefinitionKey)
        .param("version", version)
        .param("element", elementId)
        .param("title", definition.title())
        .param("why", definition.why())
        .param("clause", definition.policyClause())
        .param("form", definition.formId())
        .param("outcomes", definition.outcomes().toArray(String[]::new))
        .param("reaches", definition.reachesHer())
        .param("id", key)
        .update();
  }
}
