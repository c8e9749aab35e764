/** The steps of report-domestic-abuse that the engine does through us. */
@NullMarked
package org.haven.reportdomesticabuse.worker;

import org.jspecify.annotations.NullMarked;
