package org.haven.platform;

/**
 * Somebody came on to the staff list, or bears another name there; told in the transaction that
 * changes it.
 */
public record StaffChanged(ActingPerson person) {}
