/** The steps of record-request that the engine does through us. */
@NullMarked
package org.haven.recordrequest.worker;

import org.jspecify.annotations.NullMarked;
