/** The append-only trail: written with the act itself, chained by hash soon after. */
@NullMarked
@org.springframework.modulith.NamedInterface("audit")
package org.haven.platform.audit;

import org.jspecify.annotations.NullMarked;
