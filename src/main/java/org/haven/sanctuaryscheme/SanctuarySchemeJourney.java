package org.haven.sanctuaryscheme;

import org.haven.platform.Journey;
import org.springframework.stereotype.Component;

@Component
class SanctuarySchemeJourney implements Journey {
  static final String PROCESS = "sanctuary-scheme";

  @Override
  public String processId() {
    return PROCESS;
  }

  @Override
  public String startMessage() {
    return "sanctuary-scheme-requested";
  }

  @Override
  public String title() {
    return "Locks and security at home";
  }
}
