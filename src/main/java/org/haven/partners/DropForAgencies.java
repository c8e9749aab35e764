package org.haven.partners;

import org.haven.casefile.AgencyDrop;
import org.springframework.stereotype.Component;

/** The drop, for what else is sent to agencies than referrals. */
@Component
class DropForAgencies implements AgencyDrop {
  private final SecureDrop drop;

  DropForAgencies(SecureDrop drop) {
    this.drop = drop;
  }

  @Override
  public boolean reaches(String agency) {
    return drop.reaches(agency);
  }

  @Override
  public void put(String agency, String name, byte[] content) {
    drop.put(agency, name, content);
  }
}
