/** The steps of support-plan and support-offer that the engine does through us. */
@NullMarked
package org.haven.supportplan.worker;

import org.jspecify.annotations.NullMarked;
