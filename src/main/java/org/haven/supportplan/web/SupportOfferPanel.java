package org.haven.supportplan.web;

import java.util.Map;
import java.util.Optional;
import org.haven.platform.ActingPerson;
import org.haven.supportplan.SupportOffers;
import org.haven.tasks.TaskPanel;
import org.haven.tasks.TaskView;
import org.springframework.stereotype.Component;

/** Which offer of her support plan a step is about: several may be open at once. */
@Component
class SupportOfferPanel implements TaskPanel {
  private final SupportOffers offers;

  SupportOfferPanel(SupportOffers offers) {
    this.offers = offers;
  }

  @Override
  public Optional<Panel> of(ActingPerson who, TaskView task) {
    return offers
        .of(task.processInstanceKey())
        .map(offer -> new Panel("support-plan/offer", Map.of("offer", offer.value())));
  }
}
