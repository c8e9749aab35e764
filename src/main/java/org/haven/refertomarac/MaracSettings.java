package org.haven.refertomarac;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param watchFrom from what the twelve months run in which new abuse is a repeat. Source:
 *     SafeLives, the last referral; some areas count from the last meeting.
 */
@ConfigurationProperties("haven.marac")
record MaracSettings(@DefaultValue("referral") WatchFrom watchFrom) {
  enum WatchFrom {
    REFERRAL,
    MEETING
  }
}
