/** The steps of end-tenancy that the engine does through us. */
@NullMarked
package org.haven.endtenancy.worker;

import org.jspecify.annotations.NullMarked;
