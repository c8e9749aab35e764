package org.haven.casefile;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.sealing.Sealing;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the forms of a journey hold that belongs to one thing, such as a referral. */
@Component
@CasefileOnly
public class FormFields {
  private final JdbcClient db;
  private final Sealing sealing;

  FormFields(JdbcClient db, Sealing sealing) {
    this.db = db;
    this.sealing = sealing;
  }

  /**
   * The sealed fields of that entity, opened, and the routing facts that were asked beside them; of
   * a field that was answered twice the later answer counts. For steps, not for pages.
   */
  public Map<String, Object> of(CaseRef caseRef, JourneyId journeyId, String entity) {
    Map<String, Object> fields = new LinkedHashMap<>();
    db.sql(
            """
            select id::text as id, entities::text as entities, routing::text as routing,
              sealed::text as sealed
            from form_record where case_ref = ? and journey_id = ? order by seq
            """)
        .params(caseRef.value(), journeyId.value())
        .query(
            rs -> {
              Map<String, Object> entities = Rows.map(rs.getString("entities"));
              if (entities.values().stream().noneMatch(e -> belongs(e, entity))) {
                return;
              }
              fields.putAll(Rows.map(rs.getString("routing")));
              sealing
                  .openAll(caseRef, FormRecords.ENTITY, rs.getString("id"), rs.getString("sealed"))
                  .values()
                  .forEach(
                      (field, value) -> {
                        if (belongs(entities.get(field), entity)) {
                          fields.put(field, value);
                        }
                      });
            });
    return fields;
  }

  private static boolean belongs(@Nullable Object field, String entity) {
    String name = Objects.toString(field, "");
    return name.equals(entity) || name.startsWith(entity + ".");
  }
}
