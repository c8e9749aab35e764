package org.haven.reportdomesticabuse;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** The agencies that may report over the network. */
@Service
public class PartnerAgencies {
  private final JdbcClient db;

  PartnerAgencies(JdbcClient db) {
    this.db = db;
  }

  /** By its client id at the identity provider. */
  public Optional<Agency> byClientId(String clientId) {
    return db.sql("select agency_id, title from partner_agency where client_id = ? and active")
        .param(clientId)
        .query((row, _) -> new Agency(row.getString(1), row.getString(2)))
        .optional();
  }

  /** By a seeded key, as the local platform prints it. */
  public Optional<Agency> byKey(String key) {
    return db.sql("select agency_id, title from partner_agency where key_digest = ? and active")
        .param(digest(key))
        .query((row, _) -> new Agency(row.getString(1), row.getString(2)))
        .optional();
  }

  /** Enters an agency, or gives it another key. The key itself is not kept. */
  public void seed(Agency agency, String key) {
    db.sql(
            """
            insert into partner_agency (agency_id, title, key_digest) values (?, ?, ?)
            on conflict (agency_id) do update set key_digest = excluded.key_digest
            """)
        .params(agency.id(), agency.title(), digest(key))
        .update();
  }

  private static byte[] digest(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A partner agency, such as {@code kent-police}. */
  public record Agency(String id, String title) {}
}
