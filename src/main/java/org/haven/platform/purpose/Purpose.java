package org.haven.platform.purpose;

import org.haven.platform.Training;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/** What a record is for, and so a Haven that works on it. */
public enum Purpose {
  REAL("real", "a record of real people"),
  TRAINING("training", "a record for training");

  private final String code;
  private final String words;

  Purpose(String code, String words) {
    this.code = code;
    this.words = words;
  }

  /** What this Haven was started for. */
  public static Purpose of(Environment environment) {
    return environment.acceptsProfiles(Profiles.of(Training.PROFILE)) ? TRAINING : REAL;
  }

  String code() {
    return code;
  }

  String words() {
    return words;
  }
}
