/** The report's forms, and the endpoint by which partner agencies report. */
@NullMarked
package org.haven.reportdomesticabuse.web;

import org.jspecify.annotations.NullMarked;
