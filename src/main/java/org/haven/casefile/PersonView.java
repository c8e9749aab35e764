package org.haven.casefile;

import java.time.Instant;
import org.haven.platform.sealing.SealedFields;

/**
 * A person of a case, opened for somebody who may see the case.
 *
 * @param personRef opaque, may be a routing fact
 * @param fields name, birthDate, language, interpreter, access, format and what the report gave
 */
public record PersonView(
    String personRef, PersonKind kind, SealedFields fields, Instant at, String by) {}
