package org.haven.casefile.register;

import java.time.DayOfWeek;
import java.time.LocalDate;
import org.haven.platform.Code;
import org.haven.platform.sealing.SealedFields;
import org.jspecify.annotations.Nullable;

/**
 * One tenancy of the register.
 *
 * @param tenancyRef may be a routing fact
 * @param periodDay day on which a rent period begins
 * @param fields uprn, address1, address2, town, postcode, scheme, tenantNames
 */
public record Tenancy(
    String tenancyRef,
    Code tenure,
    Code tenancyType,
    Code holding,
    LocalDate startOn,
    @Nullable DayOfWeek periodDay,
    boolean inScheme,
    SealedFields fields) {}
