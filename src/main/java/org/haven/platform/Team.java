package org.haven.platform;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/**
 * The teams of the procedure. {@link #code()} is the candidate group in the models; the team's
 * supervisors are the group {@code <code>-sup}. Source: policy 5.1 and Appendix A.
 */
public enum Team implements RoutingFact {
  HOUSING_SOLUTIONS("housing-solutions", "Housing Solutions"),
  TENANCY_SERVICES("tenancy-services", "Tenancy Services"),
  HOUSING_SCHEME_AND_FINANCE("housing-scheme-and-finance", "Housing Scheme and Finance"),
  HOUSING_MAINTENANCE("housing-maintenance", "Housing Maintenance"),
  COMPLEX_CASE_PANEL("complex-case-panel", "Complex Case Panel"),
  OUT_OF_HOURS("out-of-hours", "Out of Hours"),
  SAFEGUARDING_LEAD("safeguarding-lead", "Safeguarding lead"),
  LEGAL_SERVICES("legal-services", "Legal services"),
  DATA_PROTECTION("data-protection", "Data protection"),
  SERVICE_MANAGER("service-manager", "Service manager"),
  POLICY_OWNER("policy-owner", "Policy owner");

  private final String code;
  private final String title;

  Team(String code, String title) {
    this.code = code;
    this.title = title;
  }

  @JsonValue
  public String code() {
    return code;
  }

  public String title() {
    return title;
  }

  /** The candidate group of this team's supervisors. */
  public String supervisorGroup() {
    return code + "-sup";
  }

  public static Optional<Team> ofCode(String code) {
    return Arrays.stream(values()).filter(t -> t.code.equals(code)).findFirst();
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Team of(String code) {
    return ofCode(code)
        .orElseThrow(() -> new IllegalArgumentException("No team has the code " + code));
  }
}
