/** The steps of complex-case-panel that the engine does through us. */
@NullMarked
package org.haven.complexcasepanel.worker;

import org.jspecify.annotations.NullMarked;
