/** The steps of sanctuary-scheme that the engine does through us. */
@NullMarked
package org.haven.sanctuaryscheme.worker;

import org.jspecify.annotations.NullMarked;
