/** The steps of refer-to-marac that the engine does through us. */
@NullMarked
package org.haven.refertomarac.worker;

import org.jspecify.annotations.NullMarked;
