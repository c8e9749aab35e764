package org.haven.assessrisk;

import org.haven.casefile.HeldRecords;
import org.haven.casefile.HeldRows;
import org.haven.platform.sealing.Sealing;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What she answered about risk, and what was judged, for somebody who asks to see it. */
@Configuration(proxyBeanMethods = false)
class HeldRisk {
  @Bean
  HeldRecords heldRiskAnswers(JdbcClient db, Sealing sealing) {
    return new HeldRows(
        db,
        sealing,
        "risk-answers",
        "RiskAnswers",
        """
        select a.task_id::text as ref, a.task_id::text as row_id, 'risk-answers' as what,
          null::text as step, a.at, false as from_another,
          jsonb_strip_nulls(jsonb_build_object('source', a.source, 'yes', a.yes,
            'missing', a.missing))::text as facts,
          a.sealed::text as sealed, array[]::text[] as hidden
        from risk_answers a where a.case_ref = :case
        """);
  }

  @Bean
  HeldRecords heldRiskJudgements(JdbcClient db, Sealing sealing) {
    return new HeldRows(
        db,
        sealing,
        "risk-judgement",
        "RiskJudgement",
        """
        select r.task_id::text as ref, r.task_id::text as row_id, 'risk-judgement' as what,
          null::text as step, r.at, false as from_another,
          jsonb_strip_nulls(jsonb_build_object('high', r.high))::text as facts,
          r.sealed::text as sealed, array[]::text[] as hidden
        from risk_judgement r where r.case_ref = :case
        """);
  }
}
