/** The steps of possession-ground-2a that the engine does through us. */
@NullMarked
package org.haven.possessionground2a.worker;

import org.jspecify.annotations.NullMarked;
