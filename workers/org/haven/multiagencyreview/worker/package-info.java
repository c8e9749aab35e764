/** The steps of multi-agency-review that the engine does through us. */
@NullMarked
package org.haven.multiagencyreview.worker;

import org.jspecify.annotations.NullMarked;
