/** The steps of reciprocal-move that the engine does through us. */
@NullMarked
package org.haven.reciprocalmove.worker;

import org.jspecify.annotations.NullMarked;
