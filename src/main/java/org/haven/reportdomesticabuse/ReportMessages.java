package org.haven.reportdomesticabuse;

import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.haven.casefile.By;
import org.haven.casefile.JourneyRegister;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.Known;
import org.haven.platform.OnlyOnce;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What other journeys are asked for by a report, once for each step that asks. */
@Service
public class ReportMessages {
  private final JdbcClient db;
  private final JourneyRegister journeys;
  private final OnlyOnce once;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  ReportMessages(JdbcClient db, JourneyRegister journeys, OnlyOnce once, Clock clock) {
    this.db = db;
    this.journeys = journeys;
    this.once = once;
    this.clock = clock;
  }

  /**
   * Passes a concern to safeguarding. What was passed on before in the same journey is not passed
   * on again; more facts than before are.
   */
  @Transactional
  public void safeguarding(CaseRef caseRef, JourneyId journeyId, SafeguardingFacts facts) {
    String signature = String.join(" ", facts.codes());
    if (signature.isEmpty()) {
      return;
    }
    String concernId = "SC-" + Long.toUnsignedString(random.nextLong(), 36);
    int added =
        db.sql(
                """
                insert into safeguarding_concern (concern_id, case_ref, journey_id, facts, at)
                values (?, ?, ?, ?, ?) on conflict (case_ref, journey_id, facts) do nothing
                """)
            .params(
                concernId,
                caseRef.value(),
                journeyId.value(),
                signature,
                Timestamp.from(clock.instant()))
            .update();
    if (added == 1) {
      var told = new LinkedHashMap<String, Object>(facts.asFacts());
      told.put("concernId", concernId);
      journeys.requestKeyed(
          caseRef,
          "safeguarding-referral",
          "safeguarding-referral-requested",
          concernId,
          told,
          By.SYSTEM);
    }
  }

  /** Asks for the regular review of the case. */
  @Transactional
  public void caseReview(
      CaseRef caseRef, long stepKey, @Nullable Code level, @Nullable LocalDate reviewOn) {
    if (once.first("case-review-requested", stepKey)) {
      var told = new LinkedHashMap<String, Object>();
      if (level != null) {
        told.put("level", level);
      }
      if (reviewOn != null) {
        told.put("reviewOn", reviewOn);
      }
      journeys.request(caseRef, "case-review", told, By.SYSTEM);
    }
  }

  /** Starts what she chose. Support is always offered, so that its journey always begins. */
  @Transactional
  public void chosenJourneys(CaseRef caseRef, long stepKey, List<Code> chosen) {
    if (once.first("chosen-journeys", stepKey)) {
      var processes = new TreeSet<String>();
      chosen.forEach(code -> processes.add(code.value()));
      processes.add("support-plan");
      for (String process : processes) {
        journeys.request(caseRef, process, Map.of(), By.SYSTEM);
      }
    }
  }

  /** What the safeguarding table asks, as far as known. */
  public record SafeguardingFacts(
      Known childAffected,
      Known childHarmNow,
      Known adultCareNeeds,
      Known harmSuspected,
      Known cannotProtectSelf,
      @Nullable Code youngParty,
      Known otherAbuse,
      Known staffImplicated) {

    private Map<String, Object> asFacts() {
      var facts = new LinkedHashMap<String, Object>();
      yesOrNo().forEach((name, known) -> facts.put(name, known.value()));
      facts.put("youngParty", youngParty == null ? "unknown" : youngParty.value());
      return facts;
    }

    private List<String> codes() {
      var codes = new java.util.ArrayList<String>();
      yesOrNo()
          .forEach(
              (name, known) -> {
                if (known == Known.YES) {
                  codes.add(name);
                }
              });
      if (youngParty != null && List.of("under-16", "16-17").contains(youngParty.value())) {
        codes.add(youngParty.value());
      }
      return codes;
    }

    private Map<String, Known> yesOrNo() {
      var map = new LinkedHashMap<String, Known>();
      map.put("childAffected", childAffected);
      map.put("childHarmNow", childHarmNow);
      map.put("adultCareNeeds", adultCareNeeds);
      map.put("harmSuspected", harmSuspected);
      map.put("cannotProtectSelf", cannotProtectSelf);
      map.put("otherAbuse", otherAbuse);
      map.put("staffImplicated", staffImplicated);
      return map;
    }
  }
}
