package org.haven.engine;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.haven.engine.models.BpmnFile;
import org.haven.engine.models.BpmnFile.FlowNode;
import org.haven.engine.models.ModelSet;
import org.haven.platform.Models;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.xml.sax.SAXException;

/** The deployed models from our own table: a diagram never changes once it has its key. */
@Component
class DeployedModels implements Models {
  private static final long LOOK_AGAIN_NANOS = 1_000_000_000L;

  private final JdbcClient db;
  private final Clock clock;
  private final Map<Long, Read> read = new ConcurrentHashMap<>();
  private volatile Generation generation = new Generation("", System.nanoTime() - LOOK_AGAIN_NANOS);

  private record Read(
      Deployed deployed,
      Map<String, Element> elements,
      Map<String, String> tasks,
      List<Flow> flows) {}

  private record Generation(String value, long readAtNanos) {}

  DeployedModels(JdbcClient db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  @Override
  public Optional<Element> element(long processDefinitionKey, String elementId) {
    return model(processDefinitionKey).map(m -> m.elements().get(elementId));
  }

  @Override
  public Optional<Element> element(String processId, int version, String elementId) {
    return key(processId, version).flatMap(key -> element(key, elementId));
  }

  @Override
  public List<Element> elements(long processDefinitionKey) {
    return model(processDefinitionKey)
        .map(m -> List.copyOf(m.elements().values()))
        .orElse(List.of());
  }

  @Override
  public Optional<Element> attachedTask(long processDefinitionKey, String eventId) {
    return model(processDefinitionKey)
        .flatMap(
            m -> Optional.ofNullable(m.tasks().get(eventId)).map(task -> m.elements().get(task)));
  }

  @Override
  public List<Flow> flows(String processId, int version) {
    return key(processId, version).flatMap(this::model).map(Read::flows).orElse(List.of());
  }

  @Override
  public Optional<String> bpmnXml(String processId, int version) {
    return db.sql(
            """
            select resource from deployed_model where process_id = :id and version = :version
            order by deployed_at desc limit 1
            """)
        .param("id", processId)
        .param("version", version)
        .query(String.class)
        .optional();
  }

  @Override
  public Optional<String> latestBpmnXml(String processId) {
    return db.sql(
            """
            select resource from deployed_model where process_id = :id
            order by deployed_at desc, version desc limit 1
            """)
        .param("id", processId)
        .query(String.class)
        .optional();
  }

  @Override
  public List<Integer> versions(String processId) {
    return db.sql(
            """
            select version from deployed_model where process_id = :id
            group by version order by max(deployed_at) desc, version desc
            """)
        .param("id", processId)
        .query(Integer.class)
        .list();
  }

  @Override
  public Optional<Deployed> process(long processDefinitionKey) {
    return model(processDefinitionKey).map(Read::deployed);
  }

  @Override
  public Optional<Deployed> process(String processId, int version) {
    return key(processId, version).flatMap(this::process);
  }

  @Override
  public List<Deployed> processes() {
    return db
        .sql(
            """
            select distinct on (process_id) process_definition_key from deployed_model
            order by process_id, deployed_at desc, version desc
            """)
        .query(Long.class)
        .list()
        .stream()
        .flatMap(key -> process(key).stream())
        .toList();
  }

  private Optional<Long> key(String processId, int version) {
    return read.values().stream()
        .map(Read::deployed)
        .filter(d -> d.processId().equals(processId) && d.version() == version)
        .map(Deployed::processDefinitionKey)
        .findFirst()
        .or(
            () ->
                db.sql(
                        """
                        select process_definition_key from deployed_model
                        where process_id = :id and version = :version
                        order by deployed_at desc limit 1
                        """)
                    .param("id", processId)
                    .param("version", version)
                    .query(Long.class)
                    .optional());
  }

  /** What is not found is asked for again: another node may deploy it in a moment. */
  private Optional<Read> model(long key) {
    Read known = read.get(key);
    if (known != null) {
      return Optional.of(known);
    }
    var found =
        db.sql("select * from deployed_model where process_definition_key = :key")
            .param("key", key)
            .query((row, i) -> read(row))
            .optional();
    found.ifPresent(m -> read.put(key, m));
    return found;
  }

  private static Read read(ResultSet row) throws SQLException {
    try {
      BpmnFile file = BpmnFile.read(row.getString("resource"));
      String processId = row.getString("process_id");
      String name =
          file.processes().stream()
              .filter(p -> p.id().equals(processId))
              .map(p -> p.name().isEmpty() ? processId : p.name())
              .findFirst()
              .orElse(processId);
      var elements = new LinkedHashMap<String, Element>();
      var tasks = new LinkedHashMap<String, String>();
      for (FlowNode node : file.nodes()) {
        elements.put(node.id(), element(file, node));
        task(file, node).ifPresent(task -> tasks.put(node.id(), task));
      }
      return new Read(
          new Deployed(
              row.getLong("process_definition_key"),
              processId,
              row.getInt("version"),
              name,
              row.getObject("deployed_at", OffsetDateTime.class).toInstant()),
          elements,
          tasks,
          file.flows().stream()
              .map(f -> new Flow(f.name().replaceAll("\\s+", " ").strip(), f.source(), f.target()))
              .toList());
    } catch (SAXException e) {
      throw new IllegalStateException("A deployed model cannot be read", e);
    }
  }

  private static Element element(BpmnFile file, FlowNode node) {
    String attached = node.element().getAttribute("attachedToRef");
    return new Element(
        node.id(),
        node.type(),
        node.name(),
        node.documentation(),
        properties(file, node),
        node.extension("formDefinition", "formId").orElse(null),
        node.extension("taskDefinition", "type").orElse(null),
        attached.isEmpty() ? null : attached);
  }

  /** Its own, and of a step that waits for a message {@code messageName} and {@code messageKey}. */
  private static Map<String, String> properties(BpmnFile file, FlowNode node) {
    var properties = new LinkedHashMap<String, String>(node.properties());
    String ref =
        node.type().equals("receiveTask")
            ? node.element().getAttribute("messageRef")
            : node.eventDefinition().map(e -> e.getAttribute("messageRef")).orElse("");
    var message = file.messages().get(ref);
    if (message != null) {
      properties.put("messageName", message.getAttribute("name"));
      BpmnFile.child(message, BpmnFile.BPMN, "extensionElements")
          .flatMap(e -> BpmnFile.child(e, BpmnFile.ZEEBE, "subscription"))
          .map(e -> e.getAttribute("correlationKey"))
          .ifPresent(key -> properties.put("messageKey", key));
    }
    return properties;
  }

  /** The step on whose edge the way to this event begins. */
  private static Optional<String> task(BpmnFile file, FlowNode event) {
    if (event.type().equals("boundaryEvent")) {
      return Optional.of(event.element().getAttribute("attachedToRef"));
    }
    return file.into(event).stream()
        .flatMap(flow -> file.node(flow.source()).stream())
        .filter(source -> source.type().equals("boundaryEvent"))
        .map(source -> source.element().getAttribute("attachedToRef"))
        .findFirst();
  }

  /** Keeps what the engine has taken; the same key twice changes nothing. */
  void keep(long key, String processId, int version, String resourceName, String xml) {
    db.sql(
            """
            insert into deployed_model (process_definition_key, process_id, version, resource_name,
                                        resource, checksum, deployed_at)
            values (:key, :processId, :version, :name, :xml, :checksum, :now)
            on conflict (process_definition_key) do update
              set process_id = excluded.process_id, version = excluded.version,
                  resource_name = excluded.resource_name, resource = excluded.resource,
                  checksum = excluded.checksum, deployed_at = excluded.deployed_at
              where deployed_model.checksum <> excluded.checksum
                 or deployed_model.process_id <> excluded.process_id
            """)
        .param("key", key)
        .param("processId", processId)
        .param("version", version)
        .param("name", resourceName)
        .param("xml", xml)
        .param("checksum", ModelSet.checksum(Map.of(resourceName, xml)))
        .param("now", now())
        .update();
    read.remove(key);
  }

  void keepBundle(String bundle, String checksum, Optional<Decision> decision) {
    db.sql(
            """
            insert into deployed_bundle (bundle, checksum, decision_id, decision_key, deployed_at)
            values (:bundle, :checksum, :decisionId, :decisionKey, :now)
            on conflict (bundle) do update
              set checksum = excluded.checksum, decision_id = excluded.decision_id,
                  decision_key = excluded.decision_key, deployed_at = excluded.deployed_at
            """)
        .param("bundle", bundle)
        .param("checksum", checksum)
        .param("decisionId", decision.map(Decision::id).orElse(null))
        .param("decisionKey", decision.map(Decision::key).orElse(null))
        .param("now", now())
        .update();
    generation = new Generation("", System.nanoTime() - LOOK_AGAIN_NANOS);
  }

  /** A table as the engine has it. */
  record Decision(String id, long key) {}

  /** By bundle, the checksum with which it was last deployed. */
  Map<String, String> checksums() {
    var checksums = new HashMap<String, String>();
    db.sql("select bundle, checksum from deployed_bundle")
        .query(
            (ResultSet row) -> {
              checksums.put(row.getString(1), row.getString(2));
            });
    return checksums;
  }

  /** Any table that the engine must still know if it is the engine we deployed to. */
  Optional<Decision> aDecision() {
    return db.sql(
            """
            select decision_id, decision_key from deployed_bundle
            where decision_key is not null order by deployed_at desc limit 1
            """)
        .query((row, i) -> new Decision(row.getString(1), row.getLong(2)))
        .optional();
  }

  void forgetBundles() {
    db.sql("delete from deployed_bundle").update();
  }

  /** Changes with every deployment, of whichever node; noticed within a second. */
  String generation() {
    Generation known = generation;
    if (System.nanoTime() - known.readAtNanos() >= LOOK_AGAIN_NANOS) {
      String value =
          db.sql(
                  "select coalesce(string_agg(checksum, ' ' order by bundle), '') from"
                      + " deployed_bundle")
              .query(String.class)
              .single();
      known = new Generation(value, System.nanoTime());
      generation = known;
    }
    return known.value();
  }

  private OffsetDateTime now() {
    Instant now = clock.instant();
    return now.atOffset(ZoneOffset.UTC);
  }
}
