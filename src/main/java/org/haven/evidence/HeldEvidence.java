package org.haven.evidence;

import org.haven.casefile.HeldRecords;
import org.haven.casefile.HeldRows;
import org.haven.platform.sealing.Sealing;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Notes, calls and statements, and which files there are, for somebody who asks to see them. What a
 * file holds goes as a bundle, in which pages can be redacted.
 */
@Configuration(proxyBeanMethods = false)
class HeldEvidence {
  @Bean
  HeldRecords heldCaseNotes(JdbcClient db, Sealing sealing) {
    return new HeldRows(
        db,
        sealing,
        "case-note",
        "case-note",
        """
        select n.note_id::text as ref, n.note_id::text as row_id, n.kind as what,
          null::text as step, n.at, n.kind = 'statement' or n.detail = 'other-called'
            as from_another,
          jsonb_strip_nulls(jsonb_build_object('detail', n.detail))::text as facts,
          n.sealed::text as sealed, array[]::text[] as hidden
        from case_note n where n.case_ref = :case
        """);
  }

  @Bean
  HeldRecords heldDocuments(JdbcClient db, Sealing sealing) {
    return new HeldRows(
        db,
        sealing,
        "document",
        "document",
        """
        select d.document_id as ref, d.document_id as row_id, d.kind as what, null::text as step,
          d.at, true as from_another, '{}' as facts, d.sealed::text as sealed,
          array['digest'] as hidden
        from document d where d.case_ref = :case
        """);
  }
}
