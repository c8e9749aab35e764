package org.haven.platform;

/**
 * What a person may do. Supervisors release and override in their own teams; policy owners keep the
 * rules and clocks; auditors see the trail and not the content; administrators keep accounts and
 * the system and see no content. Contractors are no staff: they see the jobs of their firm, and
 * nothing else.
 */
public enum Role {
  OFFICER,
  SUPERVISOR,
  POLICY_OWNER,
  AUDITOR,
  ADMINISTRATOR,
  CONTRACTOR
}
