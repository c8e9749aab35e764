package org.haven.reportdomesticabuse;

import org.haven.casefile.HeldRecords;
import org.haven.casefile.HeldRows;
import org.haven.platform.sealing.Sealing;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reports as they were taken, and what she told us first, for somebody who asks to see it. */
@Configuration(proxyBeanMethods = false)
class HeldReports {
  @Bean
  HeldRecords heldReportsTaken(JdbcClient db, Sealing sealing) {
    return new HeldRows(
        db,
        sealing,
        "report",
        "Report",
        """
        select r.report_id as ref, r.report_id as row_id, 'report' as what, null::text as step,
          r.received_at as at, r.reporter_kind <> 'survivor' as from_another,
          jsonb_strip_nulls(jsonb_build_object('channel', r.channel,
            'reporter', r.reporter_kind))::text as facts,
          r.sealed::text as sealed, array[]::text[] as hidden
        from report r where r.case_ref = :case
        """);
  }

  @Bean
  HeldRecords heldFirstConversations(JdbcClient db, Sealing sealing) {
    return new HeldRows(
        db,
        sealing,
        "conversation",
        "FirstConversation",
        """
        select c.task_id::text as ref, c.task_id::text as row_id, 'conversation' as what,
          null::text as step, c.at, false as from_another,
          jsonb_build_object('held', c.held)::text as facts, c.sealed::text as sealed,
          array[]::text[] as hidden
        from first_conversation c where c.case_ref = :case
        """);
  }
}
