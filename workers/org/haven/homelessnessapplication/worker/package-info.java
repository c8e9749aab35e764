/** The steps of homelessness-application that the engine does through us. */
@NullMarked
package org.haven.homelessnessapplication.worker;

import org.jspecify.annotations.NullMarked;
