package org.haven.letters;

import org.haven.casefile.AgencyDrop;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Letters and bundles for an agency that has a drop of its own: sealed so that it alone reads. */
@Component
@Order(0)
class DroppedLetter implements LetterPost {
  private final ObjectProvider<AgencyDrop> drops;

  DroppedLetter(ObjectProvider<AgencyDrop> drops) {
    this.drops = drops;
  }

  @Override
  public boolean takes(Route route, String recipient) {
    return route == Route.SECURE_DROP
        && recipient.startsWith(Reader.AGENCY_CODE)
        && drops.stream().anyMatch(drop -> drop.reaches(agency(recipient)));
  }

  @Override
  public void send(Outgoing letter) {
    drops.getObject().put(agency(letter.recipient()), letter.letterId(), letter.pdf());
  }

  private static String agency(String recipient) {
    return recipient.substring(Reader.AGENCY_CODE.length());
  }
}
