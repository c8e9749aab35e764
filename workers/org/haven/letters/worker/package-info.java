/** The steps of a letter that Haven does by itself: making it and sending it. */
@NullMarked
package org.haven.letters.worker;

import org.jspecify.annotations.NullMarked;
