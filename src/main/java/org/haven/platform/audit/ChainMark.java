package org.haven.platform.audit;

import java.util.HexFormat;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Where the audit chain stands, to be told outside: what comes before cannot be changed then. */
@Component
public class ChainMark {
  private final JdbcClient db;

  ChainMark(JdbcClient db) {
    this.db = db;
  }

  /**
   * @param seq of the last row that is chained
   * @param hash of that row, in hexadecimal digits
   */
  public record Mark(long seq, String hash) {}

  /** Empty while nothing is chained. */
  public Optional<Mark> last() {
    return db.sql("select seq, hash from audit_chain order by seq desc limit 1")
        .query((rs, _) -> new Mark(rs.getLong(1), HexFormat.of().formatHex(rs.getBytes(2))))
        .optional();
  }
}
