/** The steps of assess-risk that the engine does through us. */
@NullMarked
package org.haven.assessrisk.worker;

import org.jspecify.annotations.NullMarked;
